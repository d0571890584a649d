package dev.emp.metrics.export;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Exemplar;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Histogram;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.metrics.v1.Sum;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PushTimes}. Times are in milliseconds.
 */
class PushTimesTests {

	private final PushTimes times = new PushTimes();

	@Test
	void givesThePointsOfAPushItsLatestTime() {
		assertThat(unify(gauge(5000, 5020), counter(1000, 5010), gauge(5008)).flatMap(PushTimesTests::times))
			.containsExactly(5020L, 5020L, 5020L, 5020L);
	}

	@Test
	void leavesATimeThatIsNotOfThisPush() {
		assertThat(unify(gauge(5000), gauge(3999), gauge(4000)).flatMap(PushTimesTests::times)).containsExactly(5000L,
				3999L, 5000L);
	}

	@Test
	void letsWhatBeganBeforeTheFirstPushBeginTogether() {
		assertThat(unify(counter(1000, 5000), counter(3000, 5000), histogram(1500, 5000)).map(PushTimesTests::begin))
			.containsExactly(1000L, 1000L, 1000L);
		assertThat(unify(counter(3000, 9000), counter(5000, 9000), counter(5001, 9000), counter(999, 9000))
			.map(PushTimesTests::begin)).containsExactly(1000L, 1000L, 5001L, 999L);
	}

	@Test
	void leavesDeltasAsTheyAre() {
		Metric delta = Metric.newBuilder()
			.setSum(Sum.newBuilder()
				.addDataPoints(point(2000, 4900))
				.setAggregationTemporality(AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA))
			.build();
		assertThat(unify(delta, gauge(5000), counter(1000, 5001)).map(PushTimesTests::begin)).containsExactly(2000L, 0L,
				1000L);
		assertThat(unify(delta, gauge(5000)).flatMap(PushTimesTests::times)).containsExactly(4900L, 5000L);
	}

	@Test
	void leavesTheTimesOfExemplars() {
		Metric sampled = Metric.newBuilder()
			.setHistogram(Histogram.newBuilder()
				.addDataPoints(HistogramDataPoint.newBuilder()
					.setTimeUnixNano(nanos(5000))
					.addExemplars(Exemplar.newBuilder().setTimeUnixNano(nanos(4990))))
				.setAggregationTemporality(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE))
			.build();
		assertThat(unify(sampled, gauge(5001)).toList().get(0).getHistogram().getDataPoints(0))
			.satisfies((point) -> assertThat(point.getTimeUnixNano()).isEqualTo(nanos(5001)))
			.satisfies((point) -> assertThat(point.getExemplars(0).getTimeUnixNano()).isEqualTo(nanos(4990)));
	}

	@Test
	void changesNothingElse() throws InvalidProtocolBufferException {
		long seed = new Random().nextLong();
		RandomRequests requests = new RandomRequests(new Random(seed));
		for (int round = 0; round < 2_000; round++) {
			ExportMetricsServiceRequest request = requests.next();
			byte[] message = request.toByteArray();
			this.times.unify(message);
			assertThat(ExportMetricsServiceRequest.parseFrom(message)).as("seed %d, round %d", seed, round)
				.isEqualTo(request);
		}
	}

	@Test
	void leavesWhatCannotBeReadAsItIs() {
		Random random = new Random(42);
		byte[] whole = request(gauge(5000, 5001), counter(1000, 5000)).toByteArray();
		for (int length = 0; length < whole.length; length++) {
			byte[] broken = Arrays.copyOf(whole, length);
			byte[] message = broken.clone();
			this.times.unify(message);
			assertThat(message).isEqualTo(broken);
		}
		for (int round = 0; round < 5_000; round++) {
			byte[] message = whole.clone();
			message[random.nextInt(message.length)] ^= (byte) (1 << random.nextInt(8));
			int points = OtlpMessage.points(message);
			this.times.unify(message);
			assertThat(OtlpMessage.points(message)).isEqualTo(points);
		}
	}

	private Stream<Metric> unify(Metric... metrics) {
		byte[] message = request(metrics).toByteArray();
		this.times.unify(message);
		try {
			return ExportMetricsServiceRequest.parseFrom(message)
				.getResourceMetrics(0)
				.getScopeMetrics(0)
				.getMetricsList()
				.stream();
		}
		catch (InvalidProtocolBufferException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static ExportMetricsServiceRequest request(Metric... metrics) {
		return ExportMetricsServiceRequest.newBuilder()
			.addResourceMetrics(ResourceMetrics.newBuilder()
				.addScopeMetrics(ScopeMetrics.newBuilder().addAllMetrics(List.of(metrics))))
			.build();
	}

	private static Metric gauge(long... times) {
		Gauge.Builder gauge = Gauge.newBuilder();
		Arrays.stream(times).forEach((time) -> gauge.addDataPoints(point(0, time)));
		return Metric.newBuilder().setGauge(gauge).build();
	}

	private static Metric counter(long begin, long time) {
		return Metric.newBuilder()
			.setSum(Sum.newBuilder()
				.addDataPoints(point(begin, time))
				.setAggregationTemporality(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE))
			.build();
	}

	private static Metric histogram(long begin, long time) {
		return Metric.newBuilder()
			.setHistogram(Histogram.newBuilder()
				.addDataPoints(
						HistogramDataPoint.newBuilder().setStartTimeUnixNano(nanos(begin)).setTimeUnixNano(nanos(time)))
				.setAggregationTemporality(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE))
			.build();
	}

	private static NumberDataPoint point(long begin, long time) {
		return NumberDataPoint.newBuilder()
			.setStartTimeUnixNano(nanos(begin))
			.setTimeUnixNano(nanos(time))
			.setAsDouble(1)
			.build();
	}

	private static long nanos(long millis) {
		return 1_700_000_000_000_000_000L + millis * 1_000_000;
	}

	private static long millis(long nanos) {
		return (nanos - 1_700_000_000_000_000_000L) / 1_000_000;
	}

	private static Stream<Long> times(Metric metric) {
		return Stream
			.concat(metric.getGauge().getDataPointsList().stream(), metric.getSum().getDataPointsList().stream())
			.map((point) -> millis(point.getTimeUnixNano()));
	}

	private static long begin(Metric metric) {
		if (metric.hasGauge()) {
			return millis(metric.getGauge().getDataPoints(0).getStartTimeUnixNano());
		}
		return millis(metric.hasSum() ? metric.getSum().getDataPoints(0).getStartTimeUnixNano()
				: metric.getHistogram().getDataPoints(0).getStartTimeUnixNano());
	}

}
