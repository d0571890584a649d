package dev.emp.metrics.export;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

import com.google.protobuf.Message;
import io.micrometer.registry.otlp.CompressionMode;
import io.micrometer.registry.otlp.OtlpMetricsSender;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.metrics.v1.SummaryDataPoint;
import io.opentelemetry.proto.resource.v1.Resource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a single metric that a receiver finds too large.
 */
@ExtendWith(OutputCaptureExtension.class)
class SplitPointsTests extends AbstractDeliveryTests {

	@ParameterizedTest
	@EnumSource(value = Metric.DataCase.class, names = "DATA_NOT_SET", mode = EnumSource.Mode.EXCLUDE)
	void deliversAllPointsOfOneMetric(Metric.DataCase kind, CapturedOutput output) {
		DurableSender sender = sender();
		int count = (kind == Metric.DataCase.GAUGE) ? 20_000 : 2_000;
		this.receiver.answersOtherwise(notAbove(count));
		push(sender, metric(kind, count));
		Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> totals(sender).held() == 0);
		assertThat(totals(sender))
			.isEqualTo(new Totals(Map.of("pushed", (long) count), count, Map.of(), 0, Map.of(), 0));
		Set<Message> points = new HashSet<>();
		assertThat(this.receiver.stored()).hasSizeGreaterThan(4);
		assertThat(this.receiver.stored()).allSatisfy((stored) -> {
			assertThat(stored.metrics()).singleElement()
				.satisfies((part) -> assertThat(without(part)).isEqualTo(without(metric(kind, 1))));
			points.addAll(points(stored.metrics().get(0)));
			assertThat(stored.request().getResourceMetrics(0).getResource()).isEqualTo(resource());
		});
		assertThat(points).isEqualTo(new HashSet<>(points(metric(kind, count))));
		assertThat(this.receiver.storedPoints()).isEqualTo(count);
		assertThat(output).doesNotContain("WARN");
	}

	@Test
	void dropsTheOnePointThatIsTooLargeAndDeliversTheOthers(CapturedOutput output) {
		DurableSender sender = sender();
		this.receiver.answersOtherwise(notAbove(5_000));
		Metric.Builder metric = metric(Metric.DataCase.GAUGE, 99).toBuilder();
		metric.getGaugeBuilder().addDataPoints(42, point(-1, noise(20_000)));
		push(sender, metric.build());
		untilHeldIs(sender, 0);
		assertThat(totals(sender))
			.isEqualTo(new Totals(Map.of("pushed", 100L), 99, Map.of("too_large", 1L), 0, Map.of(), 0));
		assertThat(this.receiver.storedPoints()).isEqualTo(99);
		assertThat(output).containsOnlyOnce("1 data points of metrics are lost (too_large)");
		assertThat(sender.picture().state()).isEqualTo(DeliveryStatus.State.DELIVERING);
	}

	@Test
	void aPointThatIsTooLargeAndTheLastOneIsNoFailureOfTheDelivery() {
		DurableSender sender = sender();
		this.receiver.answersOtherwise(notAbove(5_000));
		Metric.Builder metric = metric(Metric.DataCase.GAUGE, 9).toBuilder();
		metric.getGaugeBuilder().addDataPoints(point(9, noise(20_000)));
		push(sender, metric.build());
		untilHeldIs(sender, 0);
		assertThat(totals(sender).delivered()).isEqualTo(9);
		assertThat(sender.picture().state()).isEqualTo(DeliveryStatus.State.DELIVERING);
	}

	@Test
	void isRefusedWhereNoPointIsSmallEnough() {
		DurableSender sender = sender();
		this.receiver.answersOtherwise(Fault.status(413));
		push(sender, metric(Metric.DataCase.SUM, 5));
		untilHeldIs(sender, 0);
		assertThat(totals(sender).dropped()).isEqualTo(Map.of("too_large", 5L));
		assertThat(sender.picture().state()).isEqualTo(DeliveryStatus.State.REFUSED);
	}

	@Test
	void splitsIntoHalvesThatAreTheWholeWhateverIsInIt() throws Exception {
		long seed = new Random().nextLong();
		RandomRequests requests = new RandomRequests(new Random(seed));
		int splits = 0;
		for (int round = 0; round < 2_000; round++) {
			ExportMetricsServiceRequest request = requests.next();
			byte[] message = request.toByteArray();
			int count = OtlpMessage.points(message);
			List<Message> found = new ArrayList<>();
			List<byte[]> parts = OtlpMessage.splitPoints(message);
			for (byte[] part : parts) {
				found.addAll(points(ExportMetricsServiceRequest.parseFrom(part)));
			}
			assertThat(parts).as("seed %d, round %d", seed, round).hasSize((count < 2) ? 1 : 2);
			assertThat(found).as("seed %d, round %d", seed, round).isEqualTo(points(request));
			splits += parts.size() - 1;
		}
		assertThat(splits).isGreaterThan(500);
	}

	private static Fault notAbove(int bytes) {
		return (exchange) -> ((exchange.body().length > bytes) ? Fault.status(413) : Fault.ok()).apply(exchange);
	}

	private void push(DurableSender sender, Metric metric) {
		ExportMetricsServiceRequest request = ExportMetricsServiceRequest.newBuilder()
			.addResourceMetrics(ResourceMetrics.newBuilder()
				.setResource(resource())
				.addScopeMetrics(ScopeMetrics.newBuilder().addMetrics(metric)))
			.build();
		sender.send(OtlpMetricsSender.Request.builder(request.toByteArray())
			.address(this.receiver.url())
			.headers(Map.of())
			.compressionMode(CompressionMode.GZIP)
			.build());
	}

	private static Resource resource() {
		return Resource.newBuilder().addAttributes(attribute("service.name", "worker")).build();
	}

	private static Metric metric(Metric.DataCase kind, int count) {
		Metric.Builder metric = Metric.newBuilder().setName("jobs.large").setUnit("bytes");
		Consumer<Integer> adder = switch (kind) {
			case SUM -> (i) -> metric.getSumBuilder()
				.setIsMonotonic(true)
				.setAggregationTemporality(cumulative())
				.addDataPoints(point(i, ""));
			case HISTOGRAM -> (i) -> metric.getHistogramBuilder()
				.setAggregationTemporality(cumulative())
				.addDataPoints(HistogramDataPoint.newBuilder().setCount(i).addAttributes(id(i)));
			case EXPONENTIAL_HISTOGRAM -> (i) -> metric.getExponentialHistogramBuilder()
				.setAggregationTemporality(cumulative())
				.addDataPoints(ExponentialHistogramDataPoint.newBuilder().setCount(i).addAttributes(id(i)));
			case SUMMARY -> (i) -> metric.getSummaryBuilder()
				.addDataPoints(SummaryDataPoint.newBuilder().setCount(i).addAttributes(id(i)));
			default -> (i) -> metric.getGaugeBuilder().addDataPoints(point(i, ""));
		};
		for (int i = 0; i < count; i++) {
			adder.accept(i);
		}
		return metric.build();
	}

	private static NumberDataPoint point(int number, String text) {
		return NumberDataPoint.newBuilder()
			.setAsInt(number)
			.addAttributes(id(number))
			.addAttributes(attribute("text", text))
			.build();
	}

	private static KeyValue id(int number) {
		// so that it does not compress to nothing
		return attribute("id", Integer.toHexString(number * 0x9E3779B9) + number);
	}

	private static KeyValue attribute(String key, String value) {
		return KeyValue.newBuilder().setKey(key).setValue(AnyValue.newBuilder().setStringValue(value)).build();
	}

	private static String noise(int length) {
		return new Random(1).ints(length, 'a', 'z' + 1)
			.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
			.toString();
	}

	private static AggregationTemporality cumulative() {
		return AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE;
	}

	private static List<Message> points(ExportMetricsServiceRequest request) {
		return new Stored(request, 0).metrics().stream().flatMap((metric) -> points(metric).stream()).toList();
	}

	private static List<Message> points(Metric metric) {
		return Stream
			.of(metric.getGauge().getDataPointsList(), metric.getSum().getDataPointsList(),
					metric.getHistogram().getDataPointsList(), metric.getExponentialHistogram().getDataPointsList(),
					metric.getSummary().getDataPointsList())
			.flatMap(List::stream)
			.map(Message.class::cast)
			.toList();
	}

	private static Metric without(Metric metric) {
		Metric.Builder copy = metric.toBuilder();
		switch (metric.getDataCase()) {
			case SUM -> copy.getSumBuilder().clearDataPoints();
			case HISTOGRAM -> copy.getHistogramBuilder().clearDataPoints();
			case EXPONENTIAL_HISTOGRAM -> copy.getExponentialHistogramBuilder().clearDataPoints();
			case SUMMARY -> copy.getSummaryBuilder().clearDataPoints();
			default -> copy.getGaugeBuilder().clearDataPoints();
		}
		return copy.build();
	}

}
