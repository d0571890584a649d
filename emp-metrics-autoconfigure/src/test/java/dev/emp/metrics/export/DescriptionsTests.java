package dev.emp.metrics.export;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Descriptions}, compared with what protobuf's own classes make.
 */
class DescriptionsTests {

	private static final int ROUNDS = 2_000;

	private final long seed = new Random().nextLong();

	private final Random random = new Random(this.seed);

	private final RandomRequests requests = new RandomRequests(this.random);

	@Test
	void leavesOutTheDescriptionsAndNothingElse() throws InvalidProtocolBufferException {
		int described = 0;
		for (int round = 0; round < ROUNDS; round++) {
			ExportMetricsServiceRequest request = describe(this.requests.next());
			ExportMetricsServiceRequest lean = ExportMetricsServiceRequest
				.parseFrom(Descriptions.leftOut(request.toByteArray()));
			ExportMetricsServiceRequest expected = withoutDescriptions(request);
			assertThat(lean).as("seed %d, round %d", this.seed, round).isEqualTo(expected);
			described += expected.equals(request) ? 0 : 1;
		}
		assertThat(described).isGreaterThan(ROUNDS / 10);
	}

	@Test
	void leavesWhatCannotBeReadAsItIs() {
		for (int round = 0; round < ROUNDS; round++) {
			byte[] whole = describe(this.requests.next()).toByteArray();
			byte[] broken = Arrays.copyOf(whole, this.random.nextInt(whole.length + 1));
			if (this.random.nextBoolean() && broken.length > 0) {
				broken[this.random.nextInt(broken.length)] ^= (byte) (1 << this.random.nextInt(8));
			}
			byte[] lean = Descriptions.leftOut(broken);
			assertThat(OtlpMessage.points(lean)).as("seed %d, round %d", this.seed, round)
				.isEqualTo(OtlpMessage.points(broken));
		}
		byte[] junk = { 10, 127, 1 };
		assertThat(Descriptions.leftOut(junk)).isEqualTo(junk);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void thePropertyDecides(boolean descriptions) throws IOException {
		try (Receiver receiver = new Receiver()) {
			new ExportApplication()
				.with("management.otlp.metrics.export.url=" + receiver.url("/"),
						"management.otlp.metrics.export.compression-mode=none",
						"emp.metrics.export.descriptions=" + descriptions)
				.run()
				.close();
			ExportMetricsServiceRequest request = ExportMetricsServiceRequest
				.parseFrom(receiver.requests().get(0).body());
			assertThat(request.equals(withoutDescriptions(request))).isNotEqualTo(descriptions);
		}
	}

	private ExportMetricsServiceRequest describe(ExportMetricsServiceRequest request) {
		ExportMetricsServiceRequest.Builder builder = request.toBuilder();
		for (ResourceMetrics.Builder resource : builder.getResourceMetricsBuilderList()) {
			for (ScopeMetrics.Builder scope : resource.getScopeMetricsBuilderList()) {
				scope.getMetricsBuilderList().forEach((metric) -> metric.setDescription(text()));
			}
		}
		return builder.build();
	}

	private String text() {
		return "d".repeat(this.random.nextInt(300));
	}

	private static ExportMetricsServiceRequest withoutDescriptions(ExportMetricsServiceRequest request) {
		ExportMetricsServiceRequest.Builder builder = request.toBuilder();
		for (ResourceMetrics.Builder resource : builder.getResourceMetricsBuilderList()) {
			for (ScopeMetrics.Builder scope : resource.getScopeMetricsBuilderList()) {
				scope.getMetricsBuilderList().forEach(Metric.Builder::clearDescription);
			}
		}
		return builder.build();
	}

}
