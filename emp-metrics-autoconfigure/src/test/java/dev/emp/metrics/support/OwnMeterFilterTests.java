package dev.emp.metrics.support;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MeterRegistryCustomizer;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import dev.emp.metrics.IdentityAutoConfiguration;
import dev.emp.metrics.MeterDefinition;
import dev.emp.metrics.MeterSpec;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OwnMeterFilter} with Boot's registries and filters.
 */
@ExtendWith(OutputCaptureExtension.class)
class OwnMeterFilterTests {

	private static final MeterDefinition COUNTER = () -> MeterSpec.counter("own.count", "A count")
		.tags("job.name", "error.type");

	private static final MeterDefinition TIMER = () -> MeterSpec.timer("own.time", "A time", .5, 1);

	private static final Tags TAGS = Tags.of("job.name", "a", "error.type", "b");

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(IdentityAutoConfiguration.class, MetricsAutoConfiguration.class,
				PrometheusMetricsExportAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class,
				SupportAutoConfiguration.class));

	@ParameterizedTest
	@CsvSource({ "job_name, job_name", "job-name, job_name", "error_type, error_type", "error-type, error_type" })
	void leavesOutACommonTagThatBecomesALabelOfTheMeter(String key, String label, CapturedOutput output) {
		this.runner.withPropertyValues("management.metrics.tags[" + key + "]=nightly").run((context) -> {
			assertThat(scrape(context.getBean(Meters.class), context.getBean(PrometheusMeterRegistry.class)))
				.contains("own_count_total{error_type=\"b\",job_name=\"a\"} 2.0");
			assertThat(output.getOut().lines().filter((line) -> line.contains("is left out"))).singleElement()
				.asString()
				.contains("'" + key + "'", "the property management.metrics.tags." + key, "label " + label, "app.");
			context.getBean(MeterRegistry.class).counter("foreign");
			assertThat(context.getBean(PrometheusMeterRegistry.class).scrape())
				.contains("foreign_total{" + label + "=\"nightly\"}");
		});
	}

	@Test
	void keepsACommonTagThatPrometheusTellsApart(CapturedOutput output) {
		this.runner.withPropertyValues("management.metrics.tags.jobName=nightly", "management.metrics.tags.team=x")
			.run((context) -> assertThat(
					scrape(context.getBean(Meters.class), context.getBean(PrometheusMeterRegistry.class)))
				.contains("own_count_total{error_type=\"b\",jobName=\"nightly\",job_name=\"a\",team=\"x\"} 2.0"));
		assertThat(output).doesNotContain("is left out");
	}

	@Test
	void leavesOutTheTagOfACustomizer(CapturedOutput output) {
		assertDistinct(output, this.runner.withBean(MeterRegistryCustomizer.class,
				() -> (registry) -> registry.config().commonTags("job_name", "nightly")));
	}

	@Test
	void leavesOutTheTagOfAFilter(CapturedOutput output) {
		assertDistinct(output, this.runner.withBean(MeterFilter.class, () -> new MeterFilter() {

			@Override
			public Meter.Id map(Meter.Id id) {
				return id.withTag(Tag.of("job_name", "nightly"));
			}

		}));
	}

	@Test
	void leavesOutATagThatAFilterRenames(CapturedOutput output) {
		assertDistinct(output, this.runner.withPropertyValues("management.metrics.tags.team=x")
			.withBean(MeterFilter.class, () -> MeterFilter.renameTag("own", "team", "job-name")));
	}

	@Test
	void worksBesideASecondRegistry(CapturedOutput output) {
		assertDistinct(output,
				this.runner.withBean(SimpleMeterRegistry.class)
					.withBean(MeterRegistryCustomizer.class,
							() -> (registry) -> registry.config().commonTags("job_name", "nightly")));
	}

	private static void assertDistinct(CapturedOutput output, ApplicationContextRunner runner) {
		runner.run((context) -> {
			assertThat(scrape(context.getBean(Meters.class), context.getBean(PrometheusMeterRegistry.class)))
				.contains("own_count_total{error_type=\"b\",job_name=\"a\"} 2.0");
			assertThat(output.getOut().lines().filter((line) -> line.contains("is left out"))).singleElement()
				.asString()
				.contains("a MeterFilter or MeterRegistryCustomizer");
		});
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void leavesOutATagOfAFilterThatComesLate(boolean composite, CapturedOutput output) {
		ApplicationContextRunner registries = composite ? this.runner.withBean(SimpleMeterRegistry.class) : this.runner;
		registries.run((context) -> {
			PrometheusMeterRegistry registry = context.getBean(PrometheusMeterRegistry.class);
			registry.config().commonTags("job_name", "nightly");
			assertThat(scrape(context.getBean(Meters.class), registry))
				.contains("own_count_total{error_type=\"b\",job_name=\"a\"} 2.0");
			assertThat(output.getOut().lines().filter((line) -> line.contains("is left out"))).hasSize(1);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "le", "quantile" })
	void leavesOutACommonTagThatPrometheusNeedsItself(String key, CapturedOutput output) {
		this.runner
			.withPropertyValues("management.metrics.tags." + key + "=1",
					"management.metrics.distribution.percentiles.own.time=0.5")
			.run((context) -> {
				assertTimed(context.getBean(Meters.class), context.getBean(PrometheusMeterRegistry.class));
				assertThat(output.getOut().lines().filter((line) -> line.contains("is left out"))).singleElement()
					.asString()
					.contains("'" + key + "'", "the property management.metrics.tags." + key,
							"Prometheus needs the label " + key, "'app." + key + "'");
				context.getBean(MeterRegistry.class).counter("foreign");
				assertThat(context.getBean(PrometheusMeterRegistry.class).scrape())
					.contains("foreign_total{" + key + "=\"1\"}");
			});
	}

	@Test
	void leavesTheBucketsOfARegistryThatShowsThemAsGauges(CapturedOutput output) {
		this.runner.withPropertyValues("management.prometheus.metrics.export.enabled=false")
			.withBean(SimpleMeterRegistry.class)
			.run((context) -> {
				context.getBean(Meters.class).timer(TIMER, TAGS).record(Duration.ofMillis(700));
				assertThat(
						context.getBean(MeterRegistry.class).get("own.time.histogram").tag("le", "0.5").gauge().value())
					.isZero();
				assertThat(
						context.getBean(MeterRegistry.class).get("own.time.histogram").tag("le", "1").gauge().value())
					.isOne();
				assertThat(output).doesNotContain("A MeterFilter is being configured", "is left out");
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "le", "quantile", "__x" })
	void survivesATagOfAFilterThatComesLate(String key) {
		this.runner.withPropertyValues("management.metrics.distribution.percentiles.own.time=0.5").run((context) -> {
			PrometheusMeterRegistry registry = context.getBean(PrometheusMeterRegistry.class);
			registry.config().commonTags(key, "1");
			assertTimed(context.getBean(Meters.class), registry);
		});
	}

	private static void assertTimed(Meters meters, PrometheusMeterRegistry registry) {
		meters.timer(TIMER, Tags.empty()).record(1, TimeUnit.SECONDS);
		assertThat(registry.scrape()).containsPattern("own_time_seconds_bucket.*le=\"0.5\".* 0")
			.containsPattern("own_time_seconds_count.* 1\n");
	}

	@Test
	void survivesANamingConventionThatMakesOneLabelOfTwoKeys() {
		this.runner.run((context) -> {
			PrometheusMeterRegistry registry = context.getBean(PrometheusMeterRegistry.class);
			registry.config().namingConvention(new PrometheusNamingConvention() {

				@Override
				public String tagKey(String key) {
					return "same";
				}

			});
			assertThat(scrape(context.getBean(Meters.class), registry)).contains("own_count_total{same=\"b\"} 2.0");
		});
	}

	@Test
	void countsWithoutFailureWhereANamingConventionFails() {
		this.runner.run((context) -> {
			PrometheusMeterRegistry registry = context.getBean(PrometheusMeterRegistry.class);
			registry.config().namingConvention((name, type, unit) -> {
				throw new IllegalStateException("test");
			});
			assertThat(scrape(context.getBean(Meters.class), registry)).doesNotContain("own_count");
		});
	}

	@Test
	void identityYieldsToATagOfAFilter() {
		this.runner
			.withPropertyValues("management.opentelemetry.resource-attributes.machine.id=ours",
					"management.opentelemetry.resource-attributes.worker.id=w")
			.withBean(MeterFilter.class, () -> MeterFilter.commonTags(Tags.of("machine_id", "theirs")))
			.run((context) -> {
				context.getBean(MeterRegistry.class).counter("foreign").increment();
				assertThat(scrape(context.getBean(Meters.class), context.getBean(PrometheusMeterRegistry.class)))
					.contains("foreign_total{machine_id=\"theirs\",worker_id=\"w\"} 1.0")
					.contains("own_count_total{error_type=\"b\",job_name=\"a\",machine_id=\"theirs\",worker_id=\"w\"}");
			});
	}

	@Test
	void hasTheBucketsOfTheLibraryByDefault() {
		assertBuckets((scrape) -> assertThat(scrape).contains("le=\"0.5\"", "le=\"1.0\""));
	}

	@ParameterizedTest
	@ValueSource(strings = { "own.time", "own" })
	void hasNoBucketsWhereTheSettingIsEmpty(String name) {
		assertBuckets((scrape) -> assertThat(scrape).contains("own_time_seconds_count 1").doesNotContain("le="),
				"management.metrics.distribution.slo." + name + "=");
	}

	@Test
	void hasTheBucketsOfTheUser() {
		assertBuckets((scrape) -> assertThat(scrape).contains("le=\"3.0\"").doesNotContain("le=\"0.5\""),
				"management.metrics.distribution.slo.own.time=3s", "management.metrics.distribution.slo.own=");
	}

	@Test
	void hasTheBucketsOfPercentilesWhereTheUserWantsThem() {
		assertBuckets(
				(scrape) -> assertThat(scrape.lines().filter((line) -> line.contains("le="))).hasSizeGreaterThan(50)
					.noneMatch((line) -> line.contains("le=\"0.5\"")),
				"management.metrics.distribution.percentiles-histogram.own.time=true");
	}

	private void assertBuckets(Consumer<String> test, String... properties) {
		this.runner.withPropertyValues(properties).run((context) -> {
			context.getBean(Meters.class).timer(TIMER, Tags.empty()).record(1, TimeUnit.SECONDS);
			test.accept(context.getBean(PrometheusMeterRegistry.class).scrape());
		});
	}

	private static String scrape(Meters meters, PrometheusMeterRegistry registry) {
		List<Counter> counters = List.of(meters.counter(COUNTER, TAGS), meters.counter(COUNTER, TAGS));
		counters.forEach(Counter::increment);
		return registry.scrape();
	}

}
