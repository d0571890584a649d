package dev.emp.metrics.export;

import java.util.Random;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogram;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Histogram;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.metrics.v1.Sum;
import io.opentelemetry.proto.metrics.v1.Summary;
import io.opentelemetry.proto.metrics.v1.SummaryDataPoint;
import io.opentelemetry.proto.resource.v1.Resource;

/**
 * Requests of OTLP, made by chance, with fields that no version knows.
 *
 * @param random the chance
 */
record RandomRequests(Random random) {

	/**
	 * A request of one gauge per name.
	 * @param names the names of the metrics
	 * @return the request, each metric with one data point
	 */
	static ExportMetricsServiceRequest gauges(String... names) {
		ScopeMetrics.Builder scope = ScopeMetrics.newBuilder();
		for (String name : names) {
			scope.addMetrics(Metric.newBuilder()
				.setName(name)
				.setGauge(Gauge.newBuilder().addDataPoints(NumberDataPoint.newBuilder().setAsInt(1))));
		}
		return ExportMetricsServiceRequest.newBuilder()
			.addResourceMetrics(ResourceMetrics.newBuilder().addScopeMetrics(scope))
			.build();
	}

	ExportMetricsServiceRequest next() {
		ExportMetricsServiceRequest.Builder request = ExportMetricsServiceRequest.newBuilder();
		for (int i = upTo(3); i > 0; i--) {
			request.addResourceMetrics(resource());
		}
		return request.setUnknownFields(unknown()).build();
	}

	private ResourceMetrics resource() {
		ResourceMetrics.Builder resource = ResourceMetrics.newBuilder()
			.setResource(Resource.newBuilder()
				.addAttributes(
						KeyValue.newBuilder().setKey("k").setValue(AnyValue.newBuilder().setStringValue(text()))))
			.setSchemaUrl(text())
			.setUnknownFields(unknown());
		for (int i = upTo(3); i > 0; i--) {
			resource.addScopeMetrics(scope());
		}
		return resource.build();
	}

	private ScopeMetrics scope() {
		ScopeMetrics.Builder scope = ScopeMetrics.newBuilder()
			.setScope(InstrumentationScope.newBuilder().setName(text()))
			.setUnknownFields(unknown());
		for (int i = upTo(6); i > 0; i--) {
			scope.addMetrics(metric());
		}
		return scope.build();
	}

	private Metric metric() {
		Metric.Builder metric = Metric.newBuilder().setName(text()).setDescription(text());
		metric.setUnknownFields(unknown());
		int points = upTo(4);
		switch (upTo(5)) {
			case 0 -> metric.setGauge(Gauge.newBuilder());
			case 1 -> metric.setSum(Sum.newBuilder());
			case 2 -> metric.setHistogram(Histogram.newBuilder());
			case 3 -> metric.setExponentialHistogram(ExponentialHistogram.newBuilder());
			case 4 -> metric.setSummary(Summary.newBuilder());
			default -> {
			}
		}
		for (int i = 0; i < points; i++) {
			addPoint(metric);
		}
		return metric.build();
	}

	private void addPoint(Metric.Builder metric) {
		NumberDataPoint number = NumberDataPoint.newBuilder().setAsDouble(this.random.nextDouble()).build();
		switch (metric.getDataCase()) {
			case GAUGE -> metric.getGaugeBuilder().addDataPoints(number);
			case SUM -> metric.getSumBuilder().setIsMonotonic(true).addDataPoints(number);
			case HISTOGRAM -> metric.getHistogramBuilder().addDataPoints(HistogramDataPoint.newBuilder().setCount(7));
			case EXPONENTIAL_HISTOGRAM -> metric.getExponentialHistogramBuilder()
				.addDataPoints(ExponentialHistogramDataPoint.newBuilder().setScale(3));
			case SUMMARY -> metric.getSummaryBuilder().addDataPoints(SummaryDataPoint.getDefaultInstance());
			case DATA_NOT_SET -> {
			}
		}
	}

	private UnknownFieldSet unknown() {
		UnknownFieldSet.Builder fields = UnknownFieldSet.newBuilder();
		for (int i = upTo(2); i > 0; i--) {
			UnknownFieldSet.Field field = switch (upTo(3)) {
				case 0 -> UnknownFieldSet.Field.newBuilder().addVarint(this.random.nextLong()).build();
				case 1 -> UnknownFieldSet.Field.newBuilder().addFixed32(this.random.nextInt()).build();
				case 2 -> UnknownFieldSet.Field.newBuilder().addFixed64(this.random.nextLong()).build();
				default ->
					UnknownFieldSet.Field.newBuilder().addLengthDelimited(ByteString.copyFromUtf8(text())).build();
			};
			fields.addField(1000 + this.random.nextInt(1 << 28), field);
		}
		return fields.build();
	}

	private String text() {
		return "x".repeat(upTo((upTo(9) == 0) ? 20_000 : 40));
	}

	private int upTo(int most) {
		return this.random.nextInt(most + 1);
	}

}
