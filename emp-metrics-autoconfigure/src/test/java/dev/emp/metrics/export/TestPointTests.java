package dev.emp.metrics.export;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.zip.GZIPInputStream;

import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TestPoint}, as protobuf's own classes read it.
 */
class TestPointTests {

	private static final Instant NOW = Instant.parse("2026-03-05T12:00:00.123456789Z");

	private static final Map<String, String> RESOURCE = Map.of("service.name", "Grüße".repeat(40));

	@Test
	void isOneGaugeOfTheResource() throws IOException {
		Payload payload = TestPoint.payload(RESOURCE, NOW, false);
		ExportMetricsServiceRequest request = ExportMetricsServiceRequest.parseFrom(payload.bytes());
		ResourceMetrics resource = request.getResourceMetrics(0);
		assertThat(resource.getResource().getAttributesList()).containsExactly(KeyValue.newBuilder()
			.setKey("service.name")
			.setValue(AnyValue.newBuilder().setStringValue("Grüße".repeat(40)))
			.build());
		Metric metric = resource.getScopeMetrics(0).getMetrics(0);
		assertThat(metric.getName()).isEqualTo("emp.metrics.export.test");
		assertThat(metric.getDescription()).isNotEmpty();
		assertThat(metric.getGauge().getDataPointsList()).containsExactly(
				NumberDataPoint.newBuilder().setTimeUnixNano(1_772_712_000_123_456_789L).setAsDouble(1).build());
		assertThat(new Stored(request, 0).points()).isEqualTo(payload.points()).isEqualTo(1);
		assertThat(OtlpMessage.points(payload.bytes())).isEqualTo(1);
		assertThat(request.getUnknownFields().asMap()).isEmpty();
	}

	@Test
	void isCompressedWhereThatIsAskedFor() throws IOException {
		Payload payload = TestPoint.payload(RESOURCE, NOW, true);
		assertThat(payload.compressed()).isTrue();
		assertThat(new GZIPInputStream(new ByteArrayInputStream(payload.bytes())).readAllBytes())
			.isEqualTo(TestPoint.payload(RESOURCE, NOW, false).bytes());
	}

}
