package dev.emp.metrics.export;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OtlpMessage}, compared with what protobuf's own classes read.
 */
class OtlpMessageTests {

	private static final int ROUNDS = 2_000;

	private final long seed = new Random().nextLong();

	private final Random random = new Random(this.seed);

	private final RandomRequests requests = new RandomRequests(this.random);

	@Test
	void countsWhatProtobufCounts() {
		System.out.println("OtlpMessageTests: seed " + this.seed);
		int most = 0;
		for (int round = 0; round < ROUNDS; round++) {
			ExportMetricsServiceRequest request = this.requests.next();
			int expected = points(request);
			assertThat(OtlpMessage.points(request.toByteArray())).as("seed %d, round %d", this.seed, round)
				.isEqualTo(expected);
			most = Math.max(most, expected);
		}
		assertThat(most).isGreaterThan(10);
	}

	@Test
	void splitsIntoHalvesThatAreTheWhole() throws InvalidProtocolBufferException {
		System.out.println("OtlpMessageTests: seed " + this.seed);
		int splits = 0;
		for (int round = 0; round < ROUNDS; round++) {
			ExportMetricsServiceRequest request = this.requests.next();
			List<byte[]> parts = OtlpMessage.split(request.toByteArray());
			List<Located> expected = metrics(request);
			List<Located> found = new ArrayList<>();
			for (byte[] part : parts) {
				ExportMetricsServiceRequest parsed = ExportMetricsServiceRequest.parseFrom(part);
				assertThat(parsed.getUnknownFields()).isEqualTo(request.getUnknownFields());
				found.addAll(metrics(parsed));
			}
			assertThat(found).as("seed %d, round %d", this.seed, round).isEqualTo(expected);
			assertThat(parts).as("seed %d, round %d", this.seed, round).hasSize((expected.size() < 2) ? 1 : 2);
			if (parts.size() == 2) {
				splits++;
				assertThat(parts).allSatisfy((part) -> assertThat(metrics(parse(part))).isNotEmpty());
			}
		}
		assertThat(splits).isGreaterThan(ROUNDS / 4);
	}

	@Test
	void splitsByBytes() throws InvalidProtocolBufferException {
		byte[] many = RandomRequests.gauges("a", "b", "c", "d".repeat(200), "e", "f").toByteArray();
		assertThat(names(OtlpMessage.split(many).get(0))).containsExactly("a", "b", "c", "d".repeat(200));
		byte[] lastIsLarge = RandomRequests.gauges("a", "b", "c".repeat(200)).toByteArray();
		assertThat(names(OtlpMessage.split(lastIsLarge).get(1))).containsExactly("c".repeat(200));
		byte[] firstIsLarge = RandomRequests.gauges("a".repeat(200), "b", "c").toByteArray();
		assertThat(names(OtlpMessage.split(firstIsLarge).get(0))).containsExactly("a".repeat(200));
	}

	@Test
	void endsWithSingleMetricsWhenItIsSplitAgainAndAgain() throws InvalidProtocolBufferException {
		List<byte[]> parts = splitFully(RandomRequests.gauges("a", "b", "c", "d", "e").toByteArray());
		List<String> names = new ArrayList<>();
		for (byte[] part : parts) {
			names.addAll(names(part));
		}
		assertThat(parts).hasSize(5);
		assertThat(names).containsExactly("a", "b", "c", "d", "e");
	}

	@Test
	void takesAnyBytes() {
		System.out.println("OtlpMessageTests: seed " + this.seed);
		Map<Integer, Integer> parts = new HashMap<>();
		for (int round = 0; round < ROUNDS * 10; round++) {
			byte[] bytes = fuzzed();
			assertThat(OtlpMessage.points(bytes)).as("seed %d, round %d", this.seed, round)
				.isBetween(0, bytes.length / 2);
			List<byte[]> split = OtlpMessage.split(bytes);
			parts.merge(split.size(), 1, Integer::sum);
			if (split.size() == 1) {
				assertThat(split.get(0)).isSameAs(bytes);
			}
			else {
				assertThat(split.stream().mapToInt(OtlpMessage::points).sum()).as("seed %d, round %d", this.seed, round)
					.isEqualTo(OtlpMessage.points(bytes));
			}
		}
		assertThat(parts.keySet()).containsExactlyInAnyOrder(1, 2);
	}

	@Test
	void countsWhatStandsBeforeTheBreak() {
		byte[] whole = RandomRequests.gauges("a", "b").toByteArray();
		byte[] longer = Arrays.copyOf(whole, whole.length + 1);
		longer[whole.length] = (byte) 0xff;
		assertThat(OtlpMessage.points(longer)).isEqualTo(2);
		assertThat(OtlpMessage.split(longer)).containsExactly(longer);
		assertThat(OtlpMessage.points(Arrays.copyOf(whole, whole.length - 1))).isZero();
		assertThat(OtlpMessage.points(new byte[0])).isZero();
	}

	private byte[] fuzzed() {
		if (this.random.nextInt(4) == 0) {
			byte[] noise = new byte[this.random.nextInt(200)];
			this.random.nextBytes(noise);
			return noise;
		}
		byte[] bytes = this.requests.next().toByteArray();
		for (int i = this.random.nextInt(4); i > 0 && bytes.length > 0; i--) {
			bytes[this.random.nextInt(bytes.length)] = (byte) this.random.nextInt();
		}
		return this.random.nextBoolean() ? bytes : Arrays.copyOf(bytes, this.random.nextInt(bytes.length + 1));
	}

	private static List<byte[]> splitFully(byte[] message) {
		List<byte[]> halves = OtlpMessage.split(message);
		return (halves.size() == 1) ? halves : halves.stream().flatMap((half) -> splitFully(half).stream()).toList();
	}

	private static int points(ExportMetricsServiceRequest request) {
		return metrics(request).stream().map(Located::metric).mapToInt(OtlpMessageTests::points).sum();
	}

	private static int points(Metric metric) {
		return metric.getGauge().getDataPointsCount() + metric.getSum().getDataPointsCount()
				+ metric.getHistogram().getDataPointsCount() + metric.getExponentialHistogram().getDataPointsCount()
				+ metric.getSummary().getDataPointsCount();
	}

	private static List<String> names(byte[] message) throws InvalidProtocolBufferException {
		return metrics(ExportMetricsServiceRequest.parseFrom(message)).stream()
			.map((located) -> located.metric().getName())
			.toList();
	}

	private static ExportMetricsServiceRequest parse(byte[] message) {
		try {
			return ExportMetricsServiceRequest.parseFrom(message);
		}
		catch (InvalidProtocolBufferException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

	private static List<Located> metrics(ExportMetricsServiceRequest request) {
		return request.getResourceMetricsList().stream().flatMap(OtlpMessageTests::metrics).toList();
	}

	private static Stream<Located> metrics(ResourceMetrics resource) {
		String around = resource.toBuilder().clearScopeMetrics().build().toString();
		return resource.getScopeMetricsList()
			.stream()
			.flatMap((scope) -> scope.getMetricsList()
				.stream()
				.map((metric) -> new Located(around + scope.toBuilder().clearMetrics().build(), metric)));
	}

	/**
	 * A metric with the resource and the scope around it.
	 *
	 * @param around resource and scope
	 * @param metric the metric
	 */
	private record Located(String around, Metric metric) {
	}

}
