package dev.emp.metrics.export;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import io.micrometer.registry.otlp.OtlpMetricsSender;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.Metric;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.otlp.OtlpMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import dev.emp.metrics.MeterDefinition;
import dev.emp.metrics.MeterSpec;
import dev.emp.metrics.support.Meters;
import dev.emp.metrics.support.SupportAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FlavorPostProcessor} with Boot's registries.
 */
class FlavorPostProcessorTests {

	private static final String EXPONENTIAL = "histogram-flavor=base2_exponential_bucket_histogram";

	private static final String OTLP = "management.otlp.metrics.export.";

	private static final MeterDefinition TIMER = () -> MeterSpec.timer("own.time", "A time", .5, 1);

	private static final MeterDefinition SUMMARY = () -> MeterSpec.summary("own.size", "A size", "bytes", 512, 1024);

	private final List<Metric> pushed = new CopyOnWriteArrayList<>();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(MetricsAutoConfiguration.class, OtlpMetricsExportAutoConfiguration.class,
						PrometheusMetricsExportAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class,
						ExportAutoConfiguration.class, SupportAutoConfiguration.class))
		.withBean(OtlpMetricsSender.class, () -> (request) -> parse(request.getMetricsData()))
		.withPropertyValues(OTLP + "url=http://localhost:1/v1/metrics", OTLP + "step=1h");

	@Test
	void hasExplicitBucketsByDefault() {
		run();
		assertThat(pushed("own.time").hasHistogram()).isTrue();
		assertThat(pushed("own.time").getHistogram().getDataPoints(0).getExplicitBoundsList()).hasSize(2);
	}

	@Test
	void followsTheFlavor() {
		run(OTLP + EXPONENTIAL);
		assertThat(pushed("own.time").hasExponentialHistogram()).isTrue();
		assertThat(pushed("own.time").getExponentialHistogram().getDataPoints(0).getCount()).isOne();
		assertThat(pushed("own.size").hasExponentialHistogram()).isTrue();
	}

	@Test
	void followsTheFlavorOfASingleMeter() {
		run(OTLP + "meter[own.size]." + EXPONENTIAL);
		assertThat(pushed("own.time").hasHistogram()).isTrue();
		assertThat(pushed("own.size").hasExponentialHistogram()).isTrue();
	}

	@Test
	void letsASingleMeterDeviate() {
		run(OTLP + EXPONENTIAL, OTLP + "meter[own.size].histogram-flavor=explicit_bucket_histogram");
		assertThat(pushed("own.time").hasExponentialHistogram()).isTrue();
		assertThat(pushed("own.size").getHistogram().getDataPoints(0).getExplicitBoundsList()).hasSize(2);
	}

	@Test
	void keepsTheBucketsOfTheUser() {
		run(OTLP + EXPONENTIAL, "management.metrics.distribution.slo.own.time=3s");
		assertThat(pushed("own.time").getHistogram().getDataPoints(0).getExplicitBoundsList()).containsExactly(3000.0);
	}

	@Test
	void hasNoHistogramWhereTheSettingIsEmpty() {
		run(OTLP + EXPONENTIAL, "management.metrics.distribution.slo.own.time=");
		assertThat(pushed("own.time").getHistogram().getDataPoints(0).getExplicitBoundsList()).isEmpty();
		assertThat(pushed("own.size").hasExponentialHistogram()).isTrue();
	}

	@Test
	void followsTheFlavorWithPercentilesToo() {
		run(OTLP + EXPONENTIAL, "management.metrics.distribution.percentiles-histogram.own.time=true");
		assertThat(pushed("own.time").hasExponentialHistogram()).isTrue();
	}

	@Test
	void leavesMetersOfTheApplicationAsTheyAre() {
		run(OTLP + EXPONENTIAL);
		assertThat(pushed("foreign").getHistogram().getDataPoints(0).getExplicitBoundsList()).isEmpty();
	}

	private void run(String... properties) {
		this.runner.withPropertyValues(properties).run((context) -> {
			Meters meters = context.getBean(Meters.class);
			meters.timer(TIMER, Tags.empty()).record(2, TimeUnit.SECONDS);
			meters.summary(SUMMARY, Tags.empty()).record(2000);
			context.getBean(MeterRegistry.class).timer("foreign").record(2, TimeUnit.SECONDS);
			assertThat(context.getBean(OtlpMeterRegistry.class)).isNotNull();
			if (properties.length < 2) {
				assertThat(context.getBean(PrometheusMeterRegistry.class).scrape())
					.contains("own_time_seconds_bucket{le=\"0.5\"}", "own_size_bytes_bucket{le=\"512.0\"}");
			}
		});
	}

	private Metric pushed(String name) {
		return this.pushed.stream().filter((metric) -> metric.getName().equals(name)).findFirst().orElseThrow();
	}

	private void parse(byte[] request) throws Exception {
		ExportMetricsServiceRequest.parseFrom(request)
			.getResourceMetricsList()
			.forEach((resource) -> resource.getScopeMetricsList()
				.forEach((scope) -> this.pushed.addAll(scope.getMetricsList())));
	}

}
