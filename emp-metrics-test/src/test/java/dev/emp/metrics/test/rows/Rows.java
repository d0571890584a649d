package dev.emp.metrics.test.rows;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import dev.emp.metrics.test.JobAssert;
import dev.emp.metrics.test.JobAssertions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the tests of the rows share: an application with a clock that stands still, and
 * look-ups that read alike whatever meters the handlers. A handler's method has the name
 * of its job, by which the meters of both are found.
 */
abstract class Rows {

	/** What meters; the run against the aspects changes it. */
	Metering metering = Metering.METERED_JOB;

	final MockClock clock = new MockClock();

	final MeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, this.clock) {

		@Override
		public void close() {
			// outlives the context, to be read afterwards
		}

	};

	Rows() {
		// the mock clock itself starts so early that no job can have waited
		this.clock.add(Duration.ofDays(20_000));
	}

	/**
	 * An application in which nothing meters jobs.
	 * @param registry its registry
	 * @return the application
	 */
	ApplicationContextRunner application(MeterRegistry registry) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class, AopAutoConfiguration.class))
			.withPropertyValues("management.metrics.use-global-registry=false")
			.withBean(Clock.class, () -> this.clock)
			.withBean(MeterRegistry.class, () -> registry);
	}

	ApplicationContextRunner metered() {
		return this.metering.switchedOn(application(this.registry));
	}

	/**
	 * Call a handler.
	 * @param <T> its type
	 * @param handler the handler, to be made a bean
	 * @param test is given the bean
	 * @param properties the properties of the application
	 */
	<T> void with(T handler, Consumer<T> test, String... properties) {
		with(metered().withPropertyValues(properties), handler, test);
	}

	<T> void with(ApplicationContextRunner application, T handler, Consumer<T> test) {
		@SuppressWarnings("unchecked")
		Class<T> type = (Class<T>) handler.getClass();
		application.withBean(type, () -> handler).run((context) -> {
			assertThat(context).hasNotFailed();
			test.accept(context.getBean(type));
		});
	}

	JobAssert assertThatJob(String name) {
		return JobAssertions.assertThatJob(recorded(), name);
	}

	/**
	 * How often any job ended in one way.
	 * @param status the tag {@code status}
	 * @return the sum over all jobs
	 */
	long ended(String status) {
		return Math.round(recorded().find("jobs.processed")
			.tag("status", status)
			.counters()
			.stream()
			.mapToDouble((counter) -> counter.count())
			.sum());
	}

	/**
	 * The different values of a tag of a job's meter.
	 * @param meter the name of the meter
	 * @param job the name of the job
	 * @param key the key of the tag
	 * @return the values, sorted
	 */
	List<String> values(String meter, String job, String key) {
		return recorded().find(meter)
			.tag("job.name", job)
			.meters()
			.stream()
			.map((found) -> String.valueOf(found.getId().getTag(key)))
			.distinct()
			.sorted()
			.toList();
	}

	/**
	 * Every value of any tag, as it was recorded.
	 * @return the values
	 */
	Stream<String> tagValues() {
		return this.registry.getMeters()
			.stream()
			.flatMap((meter) -> meter.getId().getTags().stream())
			.map(Tag::getValue);
	}

	MeterRegistry recorded() {
		return this.metering.read(this.registry);
	}

	static List<String> warningsOf(Runnable work) {
		Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
		ListAppender<ILoggingEvent> appender = new ListAppender<>();
		appender.start();
		root.addAppender(appender);
		try {
			work.run();
		}
		finally {
			root.detachAppender(appender);
		}
		return appender.list.stream()
			.filter((event) -> event.getLevel() == Level.WARN)
			.map(ILoggingEvent::getFormattedMessage)
			.toList();
	}

}
