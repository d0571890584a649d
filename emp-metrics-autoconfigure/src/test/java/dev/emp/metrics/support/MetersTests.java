package dev.emp.metrics.support;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Meters}.
 */
@ExtendWith(OutputCaptureExtension.class)
class MetersTests {

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private final Meters meters = new Meters(this.registry);

	@Test
	void registersWhatTheDefinitionSays() {
		Counter counter = this.meters.counter(SupportMeters.SOURCE_ERRORS, Tags.of("source", "a"));
		assertThat(counter.getId().getName()).isEqualTo("emp.metrics.source.errors");
		assertThat(counter.getId().getDescription()).isEqualTo(SupportMeters.SOURCE_ERRORS.spec().description());
		assertThat(this.meters.counter(SupportMeters.SOURCE_ERRORS, Tags.of("source", "a"))).isSameAs(counter);
	}

	@Test
	void keepsTheStateOfAGaugeReachable() {
		this.meters.gauge(SupportMeters.SOURCE_ERRORS, Tags.of("source", "b"), new Object(), (state) -> 5);
		System.gc();
		assertThat(this.registry.get("emp.metrics.source.errors").gauge().value()).isEqualTo(5);
	}

	@Test
	void warnsOnceOfAForeignMeterOfAnotherTypeAndCountsNothing(CapturedOutput output) {
		Gauge.builder("emp.metrics.source.errors", () -> 1).tags("source", "a").register(this.registry);
		this.meters.counter(SupportMeters.SOURCE_ERRORS, Tags.of("source", "a")).increment();
		this.meters.counter(SupportMeters.SOURCE_ERRORS, Tags.of("source", "a")).increment();
		assertWarnedOnce(output);
	}

	@Test
	void warnsOnceOfAForeignMeterThatComesLater(CapturedOutput output) {
		this.meters.counter(SupportMeters.SOURCE_ERRORS, Tags.of("source", "a"));
		this.registry.counter("emp.metrics.source.errors", "other", "key");
		this.registry.counter("emp.metrics.source.errors", "other", "value");
		assertWarnedOnce(output);
	}

	@Test
	void doesNotFailWherePrometheusRefusesAForeignMeter(CapturedOutput output) {
		PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		prometheus.gauge("emp.metrics.source.errors", Tags.of("other", "key"), 1);
		new Meters(prometheus).counter(SupportMeters.SOURCE_ERRORS, Tags.of("source", "a")).increment();
		assertWarnedOnce(output);
		assertThat(prometheus.scrape()).isNotNull();
	}

	@Test
	void removesItsMetersAndNoOthers() {
		this.registry.counter("foreign");
		this.meters.counter(SupportMeters.SOURCE_ERRORS, Tags.of("source", "a"));
		this.meters.close();
		assertThat(this.registry.getMeters()).singleElement()
			.satisfies((meter) -> assertThat(meter.getId().getName()).isEqualTo("foreign"));
	}

	@Test
	void leavesMetersThatAnotherContextUses() {
		Meters other = new Meters(this.registry);
		this.meters.counter(SupportMeters.SOURCE_ERRORS, Tags.of("source", "a")).increment();
		Counter shared = other.counter(SupportMeters.SOURCE_ERRORS, Tags.of("source", "a"));
		this.meters.close();
		shared.increment();
		assertThat(this.registry.get("emp.metrics.source.errors").counter().count()).isEqualTo(2);
		other.close();
		assertThat(this.registry.getMeters()).isEmpty();
	}

	@Test
	void showsTheSumOfWhatTwoContextsHaveInOneRegistry() {
		Meters other = new Meters(this.registry);
		Tags tags = Tags.of("source", "a");
		this.meters.gauge(SupportMeters.SOURCE_ERRORS, tags, 3, Integer::doubleValue);
		other.gauge(SupportMeters.SOURCE_ERRORS, tags, 4, Integer::doubleValue);
		Gauge gauge = this.registry.get("emp.metrics.source.errors").gauge();
		assertThat(gauge.value()).isEqualTo(7);
		this.meters.close();
		assertThat(gauge.value()).isEqualTo(4);
		other.close();
		assertThat(this.registry.getMeters()).isEmpty();
	}

	@Test
	void mergesGaugesAsTheyAsk() {
		Meters other = new Meters(this.registry);
		this.meters.gauge(SupportMeters.SOURCE_ERRORS, Tags.empty(), Math::min, 3, Integer::doubleValue);
		other.gauge(SupportMeters.SOURCE_ERRORS, Tags.empty(), Math::min, 4, Integer::doubleValue);
		other.gauge(SupportMeters.SOURCE_ERRORS, Tags.empty(), Math::min, Double.NaN, Double::doubleValue);
		assertThat(this.registry.get("emp.metrics.source.errors").gauge().value()).isEqualTo(3);
	}

	@Test
	void makesOneGaugeOfTwoThatAFilterMakesOne() {
		this.registry.config().meterFilter(MeterFilter.ignoreTags("source"));
		this.meters.gauge(SupportMeters.SOURCE_ERRORS, Tags.of("source", "a"), 3, Integer::doubleValue);
		this.meters.gauge(SupportMeters.SOURCE_ERRORS, Tags.of("source", "b"), 4, Integer::doubleValue);
		assertThat(this.registry.get("emp.metrics.source.errors").gauge().value()).isEqualTo(7);
		this.meters.close();
		assertThat(this.registry.getMeters()).isEmpty();
	}

	@Test
	void startsAfreshWhereSomebodyElseRemovedTheGauge() {
		this.meters.gauge(SupportMeters.SOURCE_ERRORS, Tags.empty(), 3, Integer::doubleValue);
		this.registry.clear();
		Meters other = new Meters(this.registry);
		other.gauge(SupportMeters.SOURCE_ERRORS, Tags.empty(), 4, Integer::doubleValue);
		this.meters.close();
		assertThat(this.registry.get("emp.metrics.source.errors").gauge().value()).isEqualTo(4);
	}

	@Test
	void removesOneMeterOfMany() {
		ShownGauge gauge = this.meters.gauge(SupportMeters.SOURCE_ERRORS, Tags.of("source", "a"), 3,
				Integer::doubleValue);
		this.meters.gauge(SupportMeters.SOURCE_ERRORS, Tags.of("source", "b"), 4, Integer::doubleValue);
		gauge.remove();
		assertThat(this.registry.getMeters()).singleElement()
			.satisfies((meter) -> assertThat(meter.getId().getTag("source")).isEqualTo("b"));
	}

	@Test
	void leavesTheOtherOfTwoThatAFilterMakesOne() {
		this.registry.config().meterFilter(MeterFilter.ignoreTags("source"));
		ShownGauge first = this.meters.gauge(SupportMeters.SOURCE_ERRORS, Tags.of("source", "a"), 3,
				Integer::doubleValue);
		ShownGauge second = this.meters.gauge(SupportMeters.SOURCE_ERRORS, Tags.of("source", "b"), 4,
				Integer::doubleValue);
		first.remove();
		assertThat(this.registry.get("emp.metrics.source.errors").gauge().value()).isEqualTo(4);
		first.remove();
		second.remove();
		assertThat(this.registry.getMeters()).isEmpty();
	}

	@Test
	void leavesWhatAnotherContextRegistersAtTheMomentOfTheRemoval() throws Exception {
		AtomicReference<Thread> between = new AtomicReference<>();
		MeterRegistry slow = new SimpleMeterRegistry() {

			@Override
			public @Nullable Meter remove(Meter meter) {
				Meters second = new Meters(this);
				Thread thread = new Thread(
						() -> second.gauge(SupportMeters.SOURCE_ERRORS, Tags.empty(), 4, Integer::doubleValue));
				between.set(thread);
				thread.start();
				Awaitility.await().until(() -> thread.getState() != Thread.State.RUNNABLE);
				return super.remove(meter);
			}

		};
		Meters first = new Meters(slow);
		first.gauge(SupportMeters.SOURCE_ERRORS, Tags.empty(), 3, Integer::doubleValue);
		first.close();
		between.get().join();
		assertThat(slow.get("emp.metrics.source.errors").gauge().value()).isEqualTo(4);
	}

	@Test
	void waitsForNoListenerThatWaitsForIt() throws Exception {
		CountDownLatch inListener = new CountDownLatch(1);
		CountDownLatch inFilter = new CountDownLatch(1);
		this.registry.config().meterFilter(new MeterFilter() {

			@Override
			public Meter.Id map(Meter.Id id) {
				if ("a".equals(id.getTag("source"))) {
					inFilter.countDown();
					Awaitility.await().until(() -> inListener.getCount() == 0);
				}
				return id;
			}

		});
		this.registry.config().onMeterAdded((meter) -> {
			if (meter.getId().getName().equals("foreign")) {
				inListener.countDown();
				this.meters.counter(SupportMeters.SOURCE_ERRORS, Tags.of("source", "b"));
			}
		});
		Thread registers = new Thread(() -> this.meters.counter(SupportMeters.SOURCE_ERRORS, Tags.of("source", "a")));
		registers.setDaemon(true);
		registers.start();
		Awaitility.await().until(() -> inFilter.getCount() == 0);
		this.registry.counter("foreign");
		registers.join(Duration.ofSeconds(10).toMillis());
		assertThat(this.registry.find("emp.metrics.source.errors").counters()).hasSize(2);
	}

	@Test
	void holdsNoRegistryThatIsForgottenWithoutAClose() {
		WeakReference<MeterRegistry> forgotten = forgotten();
		Awaitility.await().untilAsserted(() -> {
			System.gc();
			assertThat(forgotten.get()).isNull();
		});
	}

	private static WeakReference<MeterRegistry> forgotten() {
		MeterRegistry registry = new SimpleMeterRegistry();
		Meters meters = new Meters(registry);
		meters.gauge(SupportMeters.SOURCE_ERRORS, Tags.empty(), meters, (state) -> 1);
		return new WeakReference<>(registry);
	}

	private static void assertWarnedOnce(CapturedOutput output) {
		assertThat(output.getOut().lines().filter((line) -> line.contains("collides with the meter"))).singleElement()
			.asString()
			.contains("'emp.metrics.source.errors'", "Rename");
	}

}
