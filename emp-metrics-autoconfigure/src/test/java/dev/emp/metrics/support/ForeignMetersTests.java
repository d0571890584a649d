package dev.emp.metrics.support;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import dev.emp.metrics.MeterDefinition;
import dev.emp.metrics.MeterSpec;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ForeignMeters} with a Prometheus registry.
 */
@ExtendWith(OutputCaptureExtension.class)
class ForeignMetersTests {

	private static final MeterDefinition COUNTER = () -> MeterSpec.counter("things.done", "Things").tags("key");

	private static final MeterDefinition GAUGE = () -> MeterSpec.gauge("things.now", "Things now").tags("key");

	private static final MeterDefinition TIMER = () -> MeterSpec.timer("thing.time", "Time", 1).tags("key");

	private static final MeterDefinition SUMMARY = () -> MeterSpec.summary("thing.size", "Size", "bytes", 1)
		.tags("key");

	private final PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

	@ParameterizedTest
	@EnumSource(Foreign.class)
	void saysThatAScrapeLacksOurs(Foreign foreign, CapturedOutput output) {
		foreign.register(this.prometheus);
		use(new Meters(this.prometheus));
		assertThat(samples(foreign.lost)).isEmpty();
		assertThat(warnings(output)).singleElement()
			.asString()
			.contains("The application's ", "collides with the meter '" + foreign.ours + "' of emp-metrics",
					"a scrape lacks that of emp-metrics", "Rename the application's meter");
	}

	@ParameterizedTest
	@EnumSource(Foreign.class)
	void saysThatAScrapeLacksTheApplications(Foreign foreign, CapturedOutput output) {
		use(new Meters(this.prometheus));
		List<String> before = samples(foreign.lost);
		assertThat(before).isNotEmpty();
		foreign.register(this.prometheus);
		assertThat(samples(foreign.lost)).isEqualTo(before);
		assertThat(warnings(output)).singleElement()
			.asString()
			.contains("'" + foreign.ours + "'", "a scrape lacks the application's", "Rename the application's meter");
	}

	@Test
	void saysSoBelowACompositeRegistryToo(CapturedOutput output) {
		MeterRegistry composite = new CompositeMeterRegistry(Clock.SYSTEM,
				List.of(new SimpleMeterRegistry(), this.prometheus));
		Foreign.GAUGE_OF_THE_SAMPLE.register(composite);
		use(new Meters(composite));
		assertThat(warnings(output)).singleElement().asString().contains("a scrape lacks that of emp-metrics");
	}

	@ParameterizedTest
	@CsvSource({ "things.done, true", "things_done_total, false", "things-done, false" })
	void saysWhatBecomesOfTwoWithoutPrometheus(String name, boolean same, CapturedOutput output) {
		MeterRegistry registry = new SimpleMeterRegistry();
		registry.counter(name, "other", "tag");
		use(new Meters(registry));
		assertThat(warnings(output)).singleElement().asString().contains("things_done in Prometheus", "mix the two");
		assertThat(output.getOut().contains("MeterFilter that maps")).isEqualTo(!same);
	}

	@Test
	void saysThatTheRegistryHasRoomForOne(CapturedOutput output) {
		Gauge.builder("things.done", () -> 1).tag("key", "a").register(this.prometheus);
		use(new Meters(this.prometheus));
		assertThat(warnings(output)).singleElement()
			.asString()
			.contains("that of emp-metrics is not counted", "different type");
	}

	@Test
	void saysThatSumsMixWhereNameAndTypeAreTheSame(CapturedOutput output) {
		this.prometheus.counter("things.done", "other", "tag");
		use(new Meters(this.prometheus));
		assertThat(samples("things_done_total")).hasSize(2);
		assertThat(warnings(output)).singleElement().asString().contains("Sums over the metric mix the two");
	}

	@ParameterizedTest
	@CsvSource({ "thing.time.seconds.max", "thing_time_seconds_count", "thing_size_bytes_sum" })
	void warnsOfASampleOfOurs(String name, CapturedOutput output) {
		use(new Meters(this.prometheus));
		Gauge.builder(name, () -> 1).register(this.prometheus);
		assertThat(this.prometheus.scrape()).contains(name.replace('.', '_') + " 1.0");
		assertThat(warnings(output)).singleElement().asString().contains("the sample " + name.replace('.', '_'));
	}

	@ParameterizedTest
	@CsvSource({ "true", "false" })
	void aCounterNamedAsASampleOfOursFailsNoScrape(boolean first, CapturedOutput output) {
		Consumer<MeterRegistry> foreign = (registry) -> registry.counter("thing.time.seconds.max").increment();
		Meters meters = new Meters(this.prometheus);
		for (Consumer<MeterRegistry> step : first ? Arrays.asList(foreign, (registry) -> use(meters))
				: Arrays.<Consumer<MeterRegistry>>asList((registry) -> use(meters), foreign)) {
			step.accept(this.prometheus);
		}
		use(meters);
		assertThat(this.prometheus.scrape()).contains("thing_time_seconds_max_total 1.0")
			.doesNotContain("thing_time_seconds_bucket");
		assertThat(warnings(output)).singleElement().asString().contains("thing_time_seconds_max", "withdraws");
	}

	@Test
	void saysNothingOfACounterWhoseSampleHasALongerName(CapturedOutput output) {
		use(new Meters(this.prometheus));
		this.prometheus.counter("thing.time.seconds.count").increment();
		this.prometheus.summary("thing.time.seconds.sum").record(1);
		assertThat(samples("thing_time_seconds_count_total")).hasSize(1);
		assertThat(samples("thing_time_seconds_count{")).singleElement().asString().endsWith(" 1");
		assertThat(warnings(output)).isEmpty();
	}

	@Test
	void leavesMetersOfOtherNamesAlone(CapturedOutput output) {
		use(new Meters(this.prometheus));
		use(new Meters(this.prometheus));
		this.prometheus.counter("things");
		this.prometheus.counter("things.done.well");
		this.prometheus.timer("thing.time.max");
		this.prometheus.gauge("things.now.max", 1);
		assertThat(warnings(output)).isEmpty();
	}

	private static void use(Meters meters) {
		Tags tags = Tags.of("key", "a");
		meters.counter(COUNTER, tags).increment();
		meters.gauge(GAUGE, tags, 1, Integer::doubleValue).show();
		meters.timer(TIMER, tags).record(1, TimeUnit.SECONDS);
		meters.summary(SUMMARY, tags).record(1);
	}

	private List<String> samples(String prefix) {
		return this.prometheus.scrape().lines().filter((line) -> line.startsWith(prefix)).toList();
	}

	private static List<String> warnings(CapturedOutput output) {
		return output.getOut().lines().filter((line) -> line.contains("emp-metrics")).toList();
	}

	/**
	 * Meters of an application that have a name of ours.
	 */
	enum Foreign {

		GAUGE("things.done", "things_done_total",
				(registry) -> Gauge.builder("things.done", () -> 1).register(registry)),

		GAUGE_OF_THE_SAMPLE("things.done", "things_done_total{",
				(registry) -> Gauge.builder("things_done_total", () -> 1).register(registry)),

		SUMMARY_OF_THE_SAMPLE("things.done", "things_done_total",
				(registry) -> DistributionSummary.builder("things_done_total").register(registry)),

		COUNTER_LIKE_A_GAUGE("things.now", "things_now{",
				(registry) -> Counter.builder("things_now").register(registry)),

		TIMER_UNDER_ANOTHER_NAME("thing.time", "thing_time_seconds_bucket{",
				(registry) -> Timer.builder("thing-time").register(registry)),

		LONG_TASKS("thing.time", "thing_time_seconds_bucket{",
				(registry) -> LongTaskTimer.builder("thing.time").register(registry)),

		FUNCTION("thing.time", "thing_time_seconds_bucket{",
				(registry) -> FunctionTimer.builder("thing_time", "", (any) -> 1, (any) -> 1, TimeUnit.SECONDS)
					.register(registry)),

		SUMMARY_OF_SECONDS("thing.time", "thing_time_seconds_bucket{",
				(registry) -> DistributionSummary.builder("thing.time.seconds").register(registry)),

		GAUGE_OF_BYTES("thing.size", "thing_size_bytes_bucket{",
				(registry) -> Gauge.builder("thing.size", () -> 1).baseUnit("bytes").register(registry)),

		BUCKET("thing.size", "thing_size_bytes_bucket{",
				(registry) -> Gauge.builder("thing.size.bytes.bucket", () -> 1).register(registry));

		private final String ours;

		private final String lost;

		private final Consumer<MeterRegistry> registration;

		Foreign(String ours, String lost, Consumer<MeterRegistry> registration) {
			this.ours = ours;
			this.lost = lost;
			this.registration = registration;
		}

		void register(MeterRegistry registry) {
			this.registration.accept(registry);
		}

	}

}
