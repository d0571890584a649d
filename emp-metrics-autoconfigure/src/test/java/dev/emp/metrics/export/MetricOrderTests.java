package dev.emp.metrics.export;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MetricOrder}.
 */
class MetricOrderTests {

	private static final int ROUNDS = 2_000;

	private final long seed = new Random().nextLong();

	private final Random random = new Random(this.seed);

	private final RandomRequests requests = new RandomRequests(this.random);

	@Test
	void putsMetricsInTheOrderOfTheirNames() throws InvalidProtocolBufferException {
		byte[] message = RandomRequests.gauges("b", "a", "ab").toByteArray();
		MetricOrder.sort(message);
		assertThat(metrics(message)).extracting(Metric::getName).containsExactly("a", "b", "ab");
	}

	@Test
	void putsPointsInTheOrderOfTheirAttributes() throws InvalidProtocolBufferException {
		Gauge.Builder gauge = Gauge.newBuilder();
		for (String value : List.of("y", "x", "z")) {
			gauge.addDataPoints(NumberDataPoint.newBuilder()
				.setAsDouble(value.charAt(0))
				.addAttributes(
						KeyValue.newBuilder().setKey("k").setValue(AnyValue.newBuilder().setStringValue(value))));
		}
		byte[] message = ExportMetricsServiceRequest.newBuilder()
			.addResourceMetrics(ResourceMetrics.newBuilder()
				.addScopeMetrics(
						ScopeMetrics.newBuilder().addMetrics(Metric.newBuilder().setName("m").setGauge(gauge))))
			.build()
			.toByteArray();
		MetricOrder.sort(message);
		assertThat(metrics(message).get(0).getGauge().getDataPointsList()).extracting(NumberDataPoint::getAsDouble)
			.containsExactly((double) 'x', (double) 'y', (double) 'z');
	}

	@Test
	void losesAndChangesNothing() throws InvalidProtocolBufferException {
		for (int round = 0; round < ROUNDS; round++) {
			ExportMetricsServiceRequest request = this.requests.next();
			byte[] message = request.toByteArray();
			MetricOrder.sort(message);
			assertThat(normalized(ExportMetricsServiceRequest.parseFrom(message)))
				.as("seed %d, round %d", this.seed, round)
				.isEqualTo(normalized(request));
		}
	}

	@Test
	void leavesWhatCannotBeReadReadableAsFarAsItWas() {
		for (int round = 0; round < ROUNDS; round++) {
			byte[] whole = this.requests.next().toByteArray();
			byte[] broken = Arrays.copyOf(whole, this.random.nextInt(whole.length + 1));
			if (broken.length > 0) {
				broken[this.random.nextInt(broken.length)] ^= (byte) (1 << this.random.nextInt(8));
			}
			int points = OtlpMessage.points(broken);
			byte[] message = broken.clone();
			MetricOrder.sort(message);
			assertThat(OtlpMessage.points(message)).as("seed %d, round %d", this.seed, round).isEqualTo(points);
		}
	}

	private static List<Metric> metrics(byte[] message) throws InvalidProtocolBufferException {
		return ExportMetricsServiceRequest.parseFrom(message).getResourceMetrics(0).getScopeMetrics(0).getMetricsList();
	}

	private static ExportMetricsServiceRequest normalized(ExportMetricsServiceRequest request) {
		ExportMetricsServiceRequest.Builder builder = request.toBuilder();
		builder.getResourceMetricsBuilderList()
			.forEach((resource) -> resource.getScopeMetricsBuilderList().forEach((scope) -> {
				List<Metric> metrics = scope.getMetricsList()
					.stream()
					.map(MetricOrderTests::normalized)
					.sorted(Comparator.comparing(Metric::toString))
					.toList();
				scope.clearMetrics().addAllMetrics(metrics);
			}));
		return builder.build();
	}

	private static Metric normalized(Metric metric) {
		Metric.Builder builder = metric.toBuilder();
		if (metric.hasGauge()) {
			List<NumberDataPoint> points = sorted(metric.getGauge().getDataPointsList());
			builder.getGaugeBuilder().clearDataPoints().addAllDataPoints(points);
		}
		if (metric.hasSum()) {
			List<NumberDataPoint> points = sorted(metric.getSum().getDataPointsList());
			builder.getSumBuilder().clearDataPoints().addAllDataPoints(points);
		}
		if (metric.hasHistogram()) {
			var points = sorted(metric.getHistogram().getDataPointsList());
			builder.getHistogramBuilder().clearDataPoints().addAllDataPoints(points);
		}
		if (metric.hasExponentialHistogram()) {
			var points = sorted(metric.getExponentialHistogram().getDataPointsList());
			builder.getExponentialHistogramBuilder().clearDataPoints().addAllDataPoints(points);
		}
		if (metric.hasSummary()) {
			var points = sorted(metric.getSummary().getDataPointsList());
			builder.getSummaryBuilder().clearDataPoints().addAllDataPoints(points);
		}
		return builder.build();
	}

	private static <P> List<P> sorted(List<P> points) {
		return points.stream().sorted(Comparator.comparing(Object::toString)).toList();
	}

}
