package dev.emp.metrics.export;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.zip.GZIPInputStream;

import io.micrometer.registry.otlp.CompressionMode;
import io.micrometer.registry.otlp.OtlpMetricsSender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link OtlpSender} and {@link HttpClients}.
 */
class OtlpSenderTests {

	private static final byte[] BATCH = "a batch".getBytes(StandardCharsets.UTF_8);

	private final Receiver receiver = new Receiver();

	private final String address = this.receiver.url("/v1/metrics");

	private final OtlpSender sender = sender(
			Map.of("Authorization", "Bearer auth_hunter22", "Dash0-Dataset", "default"));

	@AfterEach
	void close() {
		this.sender.close();
		this.receiver.close();
	}

	@Test
	void sendsABatchWithDash0sHeadersToDash0() throws Exception {
		this.sender.send(request(this.address).headers(Map.of("X-Own", "1")).build());
		Receiver.Received received = this.receiver.requests().get(0);
		assertThat(received.headers()).containsEntry("content-type", "application/x-protobuf")
			.containsEntry("authorization", "Bearer auth_hunter22")
			.containsEntry("dash0-dataset", "default")
			.containsEntry("x-own", "1")
			.doesNotContainKeys("upgrade", "http2-settings", "content-encoding");
		assertThat(received.body().toByteArray()).isEqualTo(BATCH);
	}

	@Test
	void sendsNoneOfThemElsewhere() throws Exception {
		this.sender.send(request(this.receiver.url("/other/v1/metrics")).build());
		assertThat(this.receiver.requests().get(0).headers()).doesNotContainKeys("authorization", "dash0-dataset");
	}

	@Test
	void obeysAHeaderOfTheUser() throws Exception {
		this.sender.send(request(this.address).headers(Map.of("authorization", "Basic own")).build());
		assertThat(this.receiver.requests().get(0).headers()).containsEntry("authorization", "Basic own");
	}

	@Test
	void compressesWhereItIsAskedTo() throws Exception {
		this.sender.send(request(this.address).compressionMode(CompressionMode.GZIP).build());
		Receiver.Received received = this.receiver.requests().get(0);
		assertThat(received.headers()).containsEntry("content-encoding", "gzip");
		assertThat(new GZIPInputStream(received.body().newInput()).readAllBytes()).isEqualTo(BATCH);
	}

	@ParameterizedTest
	@CsvSource({ "401, DASH0_API_TOKEN", "403, DASH0_DATASET", "404, ends with /v1/metrics", "413, batch-size",
			"415, compression-mode", "429, next export", "503, next export", "500, log of the receiver" })
	void saysTheStatusAndWhatToDoAndNothingOfTheAnswer(int status, String remedy) {
		this.receiver.answers(status);
		assertFails(this.address, "status " + status, remedy);
	}

	@Test
	void namesTheUsersHeadersWhereTheAddressIsNotDash0s() {
		this.receiver.answers(401);
		assertFails(this.receiver.url("/other"), "status 401", "OTEL_EXPORTER_OTLP_HEADERS");
	}

	@Test
	void followsNoRedirect() {
		try (Receiver other = new Receiver()) {
			this.receiver.redirectsTo(other.url("/v1/metrics"));
			assertFails(this.address, "status 307", "Redirects are not followed");
			assertThat(other.requests()).isEmpty();
		}
	}

	@Test
	void saysThatNobodyListens() {
		this.receiver.close();
		assertFails(this.address, "could not be reached (ConnectException", "Check that a receiver");
	}

	@Test
	void givesUpAtTheTimeout() throws IOException {
		try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			assertFails("http://localhost:" + silent.getLocalPort() + "/v1/metrics", "HttpTimeoutException",
					"Check that a receiver");
		}
	}

	@Test
	void showsNothingOfAGarbledAnswer() throws Exception {
		try (ServerSocket garbling = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			Thread thread = new Thread(() -> {
				try (var socket = garbling.accept()) {
					socket.getInputStream().read();
					socket.getOutputStream()
						.write("auth_hunter22 is no status\r\n\r\n".getBytes(StandardCharsets.UTF_8));
				}
				catch (IOException ex) {
					throw new IllegalStateException(ex);
				}
			});
			thread.start();
			assertFails("http://localhost:" + garbling.getLocalPort() + "/v1/metrics", "could not be reached",
					"Check that a receiver");
			thread.join();
		}
	}

	@Test
	void namesAHeaderThatCannotBeSentWithoutItsValue() {
		assertThatExceptionOfType(ExportFailedException.class).isThrownBy(
				() -> this.sender.send(request(this.address).headers(Map.of("X-Api-Key", "hunter22\nnext")).build()))
			.withMessageContaining("X-Api-Key")
			.withMessageNotContaining("hunter22");
	}

	@ParameterizedTest
	@CsvSource({ "localhost:4318", "https://user:hunter22 @host", "''" })
	void refusesWhatIsNoAddress(String address) {
		assertFails(address, "no address of a receiver", "http://localhost:4318/v1/metrics");
	}

	@Test
	void boundsATimeoutWithoutEnd() {
		assertThat(HttpClients.bounded(Duration.ofSeconds(Long.MAX_VALUE))).isEqualTo(Duration.ofHours(1));
		assertThat(HttpClients.bounded(Duration.ofSeconds(10))).hasSeconds(10);
	}

	private void assertFails(String address, String... parts) {
		assertThatExceptionOfType(ExportFailedException.class)
			.isThrownBy(() -> this.sender.send(request(address).build()))
			.withMessageContainingAll(parts)
			.withMessageNotContaining("hunter22")
			.withNoCause()
			.satisfies((ex) -> assertThat(ex.getStackTrace()).isEmpty());
	}

	private OtlpSender sender(Map<String, String> headers) {
		return new OtlpSender(HttpClients.create(Duration.ofSeconds(1), null), Duration.ofSeconds(1),
				new Credentials(this.address, headers));
	}

	private static OtlpMetricsSender.Request.Builder request(String address) {
		return OtlpMetricsSender.Request.builder(BATCH).address(address);
	}

}
