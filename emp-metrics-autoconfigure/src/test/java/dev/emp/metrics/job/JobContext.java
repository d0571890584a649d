package dev.emp.metrics.job;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import dev.emp.metrics.support.SupportAutoConfiguration;

/**
 * What tests of metered handlers share: a context with a clock that stands still, and
 * readable look-ups.
 */
abstract class JobContext {

	/** The mock clock itself starts so early that no job can have waited. */
	static final Duration SINCE_EPOCH = Duration.ofDays(20_000);

	final MockClock clock = new MockClock();

	final MeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, this.clock);

	JobContext() {
		this.clock.add(SINCE_EPOCH.minusMillis(this.clock.wallTime()));
	}

	ApplicationContextRunner runner() {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SupportAutoConfiguration.class, JobAutoConfiguration.class))
			.withBean(Clock.class, () -> this.clock)
			.withBean(MeterRegistry.class, () -> this.registry);
	}

	<T> void withHandler(T handler, Consumer<T> test, String... properties) {
		@SuppressWarnings("unchecked")
		Class<T> type = (Class<T>) handler.getClass();
		runner().withPropertyValues(properties).withBean(type, () -> handler).run((context) -> {
			if (context.getStartupFailure() != null) {
				throw new IllegalStateException(context.getStartupFailure());
			}
			test.accept(context.getBean(type));
		});
	}

	double count(String meter, String... tags) {
		return this.registry.find(meter).tags(tags).counters().stream().mapToDouble((counter) -> counter.count()).sum();
	}

	double gauge(String meter, String... tags) {
		return this.registry.get(meter).tags(tags).gauge().value();
	}

	long records(String meter, String... tags) {
		return this.registry.find(meter).tags(tags).timers().stream().mapToLong((timer) -> timer.count()).sum();
	}

	List<String> values(String meter, String key) {
		return this.registry.find(meter)
			.meters()
			.stream()
			.map((found) -> found.getId().getTag(key))
			.distinct()
			.sorted()
			.toList();
	}

	List<String> keys(Meter meter) {
		return meter.getId().getTags().stream().map(Tag::getKey).toList();
	}

	static @Nullable Throwable thrownBy(ThrowingCall call) {
		try {
			call.run();
			return null;
		}
		catch (Throwable ex) {
			return ex;
		}
	}

	/**
	 * A call that may throw anything.
	 */
	interface ThrowingCall {

		void run() throws Throwable;

	}

}
