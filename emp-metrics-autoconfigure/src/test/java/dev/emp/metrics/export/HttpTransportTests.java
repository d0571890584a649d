package dev.emp.metrics.export;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.emp.metrics.export.Answer.Kind;
import dev.emp.metrics.support.DaemonThreads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link HttpTransport}.
 */
@Timeout(60)
class HttpTransportTests {

	private final FaultyReceiver receiver = FaultyReceiver.start();

	private final HttpClient client = HttpClients.prepare(Duration.ofSeconds(5), null, DaemonThreads.ofCaller())
		.build();

	@AfterEach
	void close() {
		this.receiver.close();
		HttpClients.stop(this.client);
	}

	@Test
	void hasNoThreadsSoonAfterItsClientIsStopped() throws Exception {
		send(Batches.plain("a"), this.receiver.url(), Map.of());
		ThreadPoolExecutor threads = (ThreadPoolExecutor) this.client.executor().orElseThrow();
		assertThat(threads.getLargestPoolSize()).isPositive();
		HttpClients.stop(this.client);
		assertThat(threads.awaitTermination(2, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void sendsABatchWithDash0sHeadersToDash0() throws Exception {
		Answer answer = send(Batches.plain("a", "b"), this.receiver.url(), Map.of("X-Own", "1"));
		assertThat(answer).isEqualTo(Answer.of(Kind.DELIVERED, "none",
				"http://localhost:%d/v1/metrics took all data points.".formatted(this.receiver.port())));
		assertThat(this.receiver.stored()).singleElement()
			.satisfies((stored) -> assertThat(stored.pointsPerMetric()).isEqualTo(Map.of("a", 1, "b", 1)));
		FaultyExchange request = this.receiver.requests().get(0);
		assertThat(request.line()).isEqualTo("POST /v1/metrics HTTP/1.1");
		assertThat(request.headers()).containsEntry("content-type", "application/x-protobuf")
			.containsEntry("user-agent", "emp-metrics")
			.containsEntry("authorization", "Bearer auth_hunter22")
			.containsEntry("dash0-dataset", "default")
			.containsEntry("x-own", "1")
			.doesNotContainKeys("upgrade", "http2-settings", "content-encoding");
	}

	@Test
	void sendsNoneOfThemElsewhere() throws Exception {
		send(Batches.plain("a"), this.receiver.url() + "/other", Map.of());
		assertThat(this.receiver.requests().get(0).headers()).doesNotContainKeys("authorization", "dash0-dataset");
	}

	@Test
	void obeysAHeaderOfTheUser() throws Exception {
		send(Batches.plain("a"), this.receiver.url(), Map.of("authorization", "Basic own", "user-agent", "own"));
		assertThat(this.receiver.requests().get(0).headers()).containsEntry("authorization", "Basic own")
			.containsEntry("user-agent", "own");
	}

	@Test
	void saysThatTheBodyIsCompressed() throws Exception {
		Answer answer = send(Batches.compressed("a", "b"), this.receiver.url(), Map.of());
		assertThat(answer.kind()).isEqualTo(Kind.DELIVERED);
		assertThat(this.receiver.requests().get(0).headers()).containsEntry("content-encoding", "gzip");
		assertThat(this.receiver.storedPoints()).isEqualTo(2);
	}

	@Test
	void keepsTheConnection() throws Exception {
		for (int i = 0; i < 5; i++) {
			assertThat(send(Batches.plain("a"), this.receiver.url(), Map.of()).kind()).isEqualTo(Kind.DELIVERED);
		}
		assertThat(this.receiver.connectionCount()).isEqualTo(1);
	}

	@ParameterizedTest
	@CsvSource({ "401, DASH0_API_TOKEN", "403, DASH0_DATASET", "404, ends with /v1/metrics", "413, batch-size",
			"415, compression-mode", "429, sent again later", "503, sent again later", "500, log of the receiver",
			"307, Redirects are not followed" })
	void saysTheStatusAndWhatToDo(int status, String remedy) throws Exception {
		this.receiver.answers(Fault.status(status));
		assertThat(send(Batches.plain("a"), this.receiver.url(), Map.of()).message())
			.contains("http://localhost:" + this.receiver.port() + "/v1/metrics answered with status " + status, remedy,
					"It said: 'you sent POST")
			.doesNotContain("hunter22");
	}

	@Test
	void namesTheUsersHeadersWhereTheAddressIsNotDash0s() throws Exception {
		this.receiver.answers(Fault.status(401));
		assertThat(send(Batches.plain("a"), this.receiver.url() + "/other", Map.of()).message())
			.contains("OTEL_EXPORTER_OTLP_HEADERS");
	}

	@ParameterizedTest
	@ValueSource(strings = { "localhost:4318", "https://user:hunter22 @host", "", "ftp://localhost/v1/metrics",
			"http://localhost:99999/v1/metrics" })
	void holdsTheBatchWhereTheAddressIsNone(String address) throws Exception {
		Answer answer = send(Batches.plain("a"), address, Map.of());
		assertThat(answer.kind()).isEqualTo(Kind.RETRY);
		assertThat(answer.reason()).isEqualTo("address");
		assertThat(answer.message()).contains("no address of a receiver", "http://localhost:4318/v1/metrics")
			.doesNotContain("hunter22");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			X-Api-Key | hunter22\u0007next
			Bad Name  | hunter22
			Host      | hunter22
			""")
	void namesAHeaderThatCannotBeSentWithoutItsValue(String name, String value) throws Exception {
		Answer answer = send(Batches.plain("a"), this.receiver.url(), Map.of(name, value));
		assertThat(answer.kind()).isEqualTo(Kind.RETRY);
		assertThat(answer.reason()).isEqualTo("header");
		assertThat(answer.message()).contains(name).doesNotContain("hunter22");
		assertThat(this.receiver.requests()).isEmpty();
	}

	@Test
	void passesOnWhatIsNoTroubleOfTheNetwork() {
		HttpTransport transport = new HttpTransport(() -> {
			throw new IllegalStateException("a bug");
		}, Duration.ofSeconds(1), new Credentials(null, Map.of()), Clock.systemUTC());
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> transport.send(Batches.plain("a"), new Target(this.receiver.url(), Map.of())))
			.withMessage("a bug");
	}

	@Test
	void givesUpAConnectionThatNobodyTakes() throws Exception {
		try (ServerSocket silent = BlackHole.open()) {
			HttpClient hasty = HttpClients.prepare(Duration.ofMillis(200), null, DaemonThreads.ofCaller()).build();
			Answer answer = transport(hasty, Duration.ofSeconds(20)).send(Batches.plain("a"),
					new Target("http://localhost:" + silent.getLocalPort() + "/v1/metrics", Map.of()));
			assertThat(answer.kind()).isEqualTo(Kind.RETRY);
			assertThat(answer.reason()).isEqualTo("timeout");
			assertThat(answer.message()).contains("HttpConnectTimeoutException", "Check that a receiver");
		}
	}

	@Test
	void endsTheExchangeWhenItIsInterrupted() throws Exception {
		this.receiver.answers(Fault.hang());
		AtomicReference<@Nullable Throwable> seen = new AtomicReference<>();
		CountDownLatch ended = new CountDownLatch(1);
		Thread thread = new Thread(() -> {
			try {
				transport(this.client, Duration.ofMinutes(5)).send(Batches.plain("a"),
						new Target(this.receiver.url(), Map.of()));
			}
			catch (InterruptedException ex) {
				seen.set(ex);
			}
			ended.countDown();
		});
		thread.start();
		FaultyExchange exchange = this.receiver.awaitRequest();
		thread.interrupt();
		assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(seen.get()).isInstanceOf(InterruptedException.class);
		assertThat(exchange.abandoned().await(10, TimeUnit.SECONDS)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 200 })
	void endsTheExchangeAtTheDeadline(int status) throws Exception {
		this.receiver.answers((status == 0) ? Fault.hang() : Fault.hangAfterHeaders(status));
		Answer answer = transport(this.client, Duration.ofMillis(300)).send(Batches.plain("a"),
				new Target(this.receiver.url(), Map.of()));
		assertThat(answer.reason()).isEqualTo("timeout");
		assertThat(this.receiver.awaitRequest().abandoned().await(10, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void readsABoundedPartOfAnEndlessAnswer() throws Exception {
		this.receiver.answers(Fault.endlessAnswer());
		Answer answer = send(Batches.plain("a"), this.receiver.url(), Map.of());
		assertThat(answer.kind()).isEqualTo(Kind.DELIVERED);
		assertThat(answer.reason()).isEqualTo("no_otlp");
		assertThat(send(Batches.plain("a"), this.receiver.url(), Map.of()).kind()).isEqualTo(Kind.DELIVERED);
	}

	@Test
	void boundsATimeoutWithoutEnd() {
		assertThat(HttpClients.bounded(Duration.ofSeconds(Long.MAX_VALUE))).isEqualTo(Duration.ofHours(1));
		assertThat(HttpClients.bounded(Duration.ofSeconds(10))).hasSeconds(10);
	}

	private Answer send(Payload payload, String address, Map<String, String> headers)
			throws InterruptedException, IOException {
		return transport(this.client, Duration.ofSeconds(20)).send(payload, new Target(address, headers));
	}

	private HttpTransport transport(HttpClient client, Duration timeout) {
		return new HttpTransport(() -> client, timeout,
				new Credentials(this.receiver.url(),
						Map.of("Authorization", "Bearer auth_hunter22", "Dash0-Dataset", "default")),
				Clock.fixed(Instant.parse("2026-03-05T12:00:00Z"), ZoneOffset.UTC));
	}

}
