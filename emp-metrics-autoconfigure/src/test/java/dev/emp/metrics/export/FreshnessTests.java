package dev.emp.metrics.export;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import com.google.protobuf.ByteString;
import io.micrometer.core.instrument.Tags;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.emp.metrics.MeterDefinition;
import dev.emp.metrics.MeterSpec;
import dev.emp.metrics.support.SampledRow;
import dev.emp.metrics.support.SampledSource;
import dev.emp.metrics.support.SampledSources;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests in real time that what is read in the background is fresh when it is pushed.
 */
class FreshnessTests {

	private static final MeterDefinition READ_AT = () -> MeterSpec.gauge("read.at", "When the source was read");

	private final Receiver receiver = new Receiver();

	@AfterEach
	void stop() {
		this.receiver.close();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void sourcesAreReadASecondBeforeThePush(boolean tiers) {
		try (ConfigurableApplicationContext context = new ExportApplication().with(Source.class)
			.with("management.otlp.metrics.export.url=" + this.receiver.url("/v1/metrics"),
					"OTEL_METRIC_EXPORT_INTERVAL=4000", "management.otlp.metrics.export.compression-mode=none",
					"emp.metrics.export.tiers.enabled=" + tiers, "emp.metrics.export.tiers.fast=1s")
			.run()) {
			assertThat(context.isActive()).isTrue();
			Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> ages().size() >= 7);
			// the first come before the rhythm is known; a busy machine may miss it once
			List<Double> ages = ages().subList(2, 7).stream().sorted().toList();
			assertThat(ages.get(2)).isBetween(0.9, 2.5);
			assertThat(ages.get(3)).isLessThan(2.5);
		}
	}

	/** From the reading of the source to the time of the point, in seconds. */
	private List<Double> ages() {
		return this.receiver.requests()
			.stream()
			.map((request) -> parse(request.body()))
			.flatMap((request) -> request.getResourceMetricsList().stream())
			.flatMap((resource) -> resource.getScopeMetricsList().stream())
			.flatMap((scope) -> scope.getMetricsList().stream())
			.filter((metric) -> metric.getName().equals("read.at"))
			.flatMap((metric) -> metric.getGauge().getDataPointsList().stream())
			.map((point) -> point.getTimeUnixNano() / 1e9 - point.getAsDouble())
			.toList();
	}

	private static ExportMetricsServiceRequest parse(ByteString body) {
		try {
			return ExportMetricsServiceRequest.parseFrom(body);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Source {

		@Bean
		SampledSources readAt() {
			return new SampledSources(Stream.of(new ReadAt()).toList());
		}

	}

	private static final class ReadAt implements SampledSource<Double> {

		private final List<SampledRow<Double>> rows = List
			.of(new SampledRow<>(READ_AT, Tags.empty(), Double::doubleValue));

		@Override
		public String name() {
			return "read.at";
		}

		@Override
		public Double read() {
			return System.currentTimeMillis() / 1e3;
		}

		@Override
		public List<SampledRow<Double>> rows(Double snapshot) {
			return this.rows;
		}

	}

}
