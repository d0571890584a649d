package dev.emp.metrics.job;

import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micrometer.registry.otlp.OtlpMetricsSender;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Exemplar;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.otlp.OtlpMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.autoconfigure.NoopTracerAutoConfiguration;
import org.springframework.boot.micrometer.tracing.autoconfigure.otlp.OtlpExemplarsAutoConfiguration;
import org.springframework.boot.micrometer.tracing.autoconfigure.prometheus.PrometheusExemplarsAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;

import dev.emp.metrics.support.SupportAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What tests of traced jobs share: an application with Micrometer Tracing over
 * OpenTelemetry, and what leaves it as spans, by OTLP and at a scrape.
 */
abstract class TracedContext {

	private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

	private static final Pattern EXEMPLAR = Pattern.compile(
			"job_duration_seconds_bucket\\{.*job_name=\"([^\"]*)\".*} \\S+ # \\{span_id=\"(\\w+)\",trace_id=\"(\\w+)\"}.*");

	private final Exporter exporter = new Exporter();

	private final List<byte[]> pushed = new CopyOnWriteArrayList<>();

	private String scraped = "";

	ApplicationContextRunner runner() {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class,
					CompositeMeterRegistryAutoConfiguration.class, OtlpMetricsExportAutoConfiguration.class,
					PrometheusMetricsExportAutoConfiguration.class, ObservationAutoConfiguration.class,
					OpenTelemetrySdkAutoConfiguration.class, OpenTelemetryTracingAutoConfiguration.class,
					NoopTracerAutoConfiguration.class, MicrometerTracingAutoConfiguration.class,
					OtlpExemplarsAutoConfiguration.class, PrometheusExemplarsAutoConfiguration.class,
					SupportAutoConfiguration.class, JobAutoConfiguration.class, JobTracingAutoConfiguration.class))
			.withPropertyValues("management.tracing.sampling.probability=1.0", "emp.metrics.job.tag-keys=size")
			.withBean(SpanExporter.class, () -> this.exporter)
			.withBean(OtlpMetricsSender.class, () -> (request) -> this.pushed.add(request.getMetricsData()));
	}

	/**
	 * Run an application until all that it measured left it.
	 * @param runner the application
	 * @param work what it does
	 */
	void run(ApplicationContextRunner runner, ContextConsumer<AssertableApplicationContext> work) {
		runner.run((context) -> {
			assertThat(context).hasNotFailed();
			work.accept(context);
			context.getBean(SdkTracerProvider.class).forceFlush().join(10, TimeUnit.SECONDS);
			this.scraped = context.getBean(PrometheusMeterRegistry.class).scrape(OPEN_METRICS);
		});
	}

	List<SpanData> spans(String name) {
		return this.exporter.spans.stream().filter((span) -> span.getName().equals(name)).toList();
	}

	SpanData span(String name) {
		assertThat(spans(name)).hasSize(1);
		return spans(name).get(0);
	}

	String scraped() {
		return this.scraped;
	}

	static String id(SpanData span) {
		return span.getTraceId() + "/" + span.getSpanId();
	}

	List<String> exemplarsInOpenMetrics(String job) {
		return this.scraped.lines()
			.map(EXEMPLAR::matcher)
			.filter(Matcher::matches)
			.filter((line) -> line.group(1).equals(job))
			.map((line) -> line.group(3) + "/" + line.group(2))
			.toList();
	}

	List<String> exemplarsInOtlp(String job) {
		return this.pushed.stream()
			.map(TracedContext::decode)
			.flatMap((request) -> request.getResourceMetricsList().stream())
			.map(ResourceMetrics::getScopeMetricsList)
			.flatMap(List::stream)
			.map(ScopeMetrics::getMetricsList)
			.flatMap(List::stream)
			.filter((metric) -> metric.getName().equals("job.duration"))
			.map(Metric::getHistogram)
			.flatMap((histogram) -> histogram.getDataPointsList().stream())
			.filter((point) -> isOf(point, job))
			.flatMap((point) -> point.getExemplarsList().stream())
			.map(TracedContext::id)
			.toList();
	}

	private static boolean isOf(HistogramDataPoint point, String job) {
		return point.getAttributesList()
			.stream()
			.filter((attribute) -> attribute.getKey().equals("job.name"))
			.map(KeyValue::getValue)
			.anyMatch((value) -> value.getStringValue().equals(job));
	}

	private static String id(Exemplar exemplar) {
		return hex(exemplar.getTraceId()) + "/" + hex(exemplar.getSpanId());
	}

	private static String hex(ByteString bytes) {
		return HexFormat.of().formatHex(bytes.toByteArray());
	}

	private static ExportMetricsServiceRequest decode(byte[] request) {
		try {
			return ExportMetricsServiceRequest.parseFrom(request);
		}
		catch (InvalidProtocolBufferException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Keeps the spans that left the application.
	 */
	private static final class Exporter implements SpanExporter {

		private final List<SpanData> spans = new CopyOnWriteArrayList<>();

		@Override
		public CompletableResultCode export(Collection<SpanData> spans) {
			this.spans.addAll(spans);
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode flush() {
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode shutdown() {
			return CompletableResultCode.ofSuccess();
		}

	}

}
