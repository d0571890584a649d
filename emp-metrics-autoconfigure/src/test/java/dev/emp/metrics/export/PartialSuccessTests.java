package dev.emp.metrics.export;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsPartialSuccess;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PartialSuccess}.
 */
class PartialSuccessTests {

	private static final String PROTOBUF = "application/x-protobuf";

	@Test
	void readsWhatWasRejectedAndWhy() {
		assertThat(PartialSuccess.parse(response(3, "too old"), PROTOBUF)).isEqualTo(new PartialSuccess(3, "too old"));
	}

	@Test
	void takesAnEmptyAnswerAsFullSuccess() {
		assertThat(PartialSuccess.parse(new byte[0], "text/html")).isEqualTo(new PartialSuccess(0, ""));
		assertThat(PartialSuccess.parse(response(0, ""), "")).isEqualTo(new PartialSuccess(0, ""));
	}

	@Test
	void countsNothingBelowZero() {
		assertThat(PartialSuccess.parse(response(-5, ""), PROTOBUF)).isEqualTo(new PartialSuccess(0, ""));
		assertThat(PartialSuccess.parse(response(Long.MAX_VALUE, ""), PROTOBUF))
			.isEqualTo(new PartialSuccess(Long.MAX_VALUE, ""));
	}

	@Test
	void readsJson() {
		assertThat(json("{\"partialSuccess\": {\"rejectedDataPoints\": \"4\", \"errorMessage\": \"late\"}}"))
			.isEqualTo(new PartialSuccess(4, "late"));
		assertThat(json("{}")).isEqualTo(new PartialSuccess(0, ""));
		assertThat(json("{\"partialSuccess\":{\"rejectedDataPoints\": 99999999999999999999999}}"))
			.isEqualTo(new PartialSuccess(0, ""));
		assertThat(json(" {\"partial_success\": {\"rejected_data_points\": 5}}")).isEqualTo(new PartialSuccess(5, ""));
		assertThat(json("null and void")).isNull();
		assertThat(json("{\"error\": \"no such route\"}")).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "<!DOCTYPE html><p>Hello", "ok", "OK\n", "{\"a\": 1}", "\n<p>" })
	void knowsWhatIsNoAnswerOfOtlp(String body) {
		assertThat(PartialSuccess.parse(body.getBytes(StandardCharsets.UTF_8), "")).isNull();
	}

	@Test
	void believesTheTypeOfTheContent() {
		assertThat(PartialSuccess.parse(response(3, ""), "text/html; charset=utf-8")).isNull();
	}

	@Test
	void takesAnyBytes() {
		long seed = new Random().nextLong();
		System.out.println("PartialSuccessTests: seed " + seed);
		Random random = new Random(seed);
		int broken = 0;
		for (int round = 0; round < 20_000; round++) {
			byte[] bytes = response(random.nextLong(), "x".repeat(random.nextInt(20)));
			bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
			PartialSuccess parsed = PartialSuccess.parse(Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)),
					PROTOBUF);
			broken += (parsed != null) ? 0 : 1;
			assertThat((parsed != null) ? parsed.rejected() : 0).as("seed %d", seed).isNotNegative();
		}
		assertThat(broken).isPositive();
	}

	private static @Nullable PartialSuccess json(String body) {
		return PartialSuccess.parse(body.getBytes(StandardCharsets.UTF_8), "application/json");
	}

	private static byte[] response(long rejected, String message) {
		return ExportMetricsServiceResponse.newBuilder()
			.setPartialSuccess(
					ExportMetricsPartialSuccess.newBuilder().setRejectedDataPoints(rejected).setErrorMessage(message))
			.build()
			.toByteArray();
	}

}
