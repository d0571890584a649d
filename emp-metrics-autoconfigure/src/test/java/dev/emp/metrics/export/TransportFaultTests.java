package dev.emp.metrics.export;

import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

import dev.emp.metrics.export.Answer.Kind;
import dev.emp.metrics.support.DaemonThreads;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HttpTransport} under each fault of the network and of the receiver,
 * with a token in a header and in the address that is shown nowhere.
 */
@Timeout(60)
class TransportFaultTests {

	private static final String SECRET = "hunter22";

	private static final Duration SHORT = Duration.ofMillis(500);

	private final FaultyReceiver receiver = FaultyReceiver.start();

	private final HttpClient client = HttpClients.prepare(Duration.ofSeconds(5), null, DaemonThreads.ofCaller())
		.build();

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	private final Logger logger = (Logger) LoggerFactory.getLogger("dev.emp.metrics");

	@BeforeEach
	void trace() {
		this.log.start();
		this.logger.setLevel(Level.TRACE);
		this.logger.addAppender(this.log);
	}

	@AfterEach
	void close() {
		this.logger.detachAppender(this.log);
		this.logger.setLevel(null);
		this.receiver.close();
		HttpClients.stop(this.client);
	}

	static Stream<Case> statuses() {
		return Stream.concat(
				Stream.of(400, 404, 405, 408, 415, 422, 500, 501, 505, 301, 302, 307, 308)
					.map((status) -> refused(status, "http_" + status)),
				Stream.of(refused(418, "http_4xx"), refused(300, "http_3xx"), refused(304, "http_3xx"),
						refused(599, "http_5xx"), refused(999, "http_other"), status(429, Kind.RETRY),
						status(502, Kind.RETRY), status(503, Kind.RETRY), status(504, Kind.RETRY),
						status(407, Kind.RETRY), status(401, Kind.UNAUTHORIZED), status(403, Kind.UNAUTHORIZED),
						status(413, Kind.TOO_LARGE)));
	}

	static Stream<Case> limits() {
		byte[] text = "http: request body too large".getBytes(StandardCharsets.UTF_8);
		return Stream.of(new Case("limit of the Collector", (exchange) -> exchange.answer(400, "text/plain", text),
				Kind.TOO_LARGE, "http_400", null, 0, 0));
	}

	static Stream<Case> waits() {
		return Stream.of(retryAfter("0", Duration.ZERO), retryAfter("7", Duration.ofSeconds(7)), retryAfter("-7", null),
				retryAfter("99999999999999999999", RetryAfter.LONGEST), retryAfter("soon", null),
				retryAfter("Thu, 05 Mar 2026 12:02:00 GMT", Duration.ofMinutes(2)),
				retryAfter("Thu, 05 Mar 2026 11:00:00 GMT", Duration.ZERO));
	}

	static Stream<Case> broken() {
		return Stream
			.of(failed("hang", Fault.hang(), "timeout", 0), failed("slow drip", Fault.slowDrip(200), "timeout", 0),
					failed("hang after headers", Fault.hangAfterHeaders(200), "timeout", 3),
					failed("reset mid-request", Fault.resetMidRequest(), "io", 0),
					failed("reset mid-answer", Fault.resetMidAnswer(), "io", 3),
					failed("stored but ack lost", Fault.storedButAckLost(), "io", 3),
					failed("garbage", Fault.garbage(), "io", 0),
					// the status alone is an answer where it refuses
					new Case("hang after headers of 400", Fault.hangAfterHeaders(400), Kind.REFUSED, "http_400", null,
							0, 3),
					new Case("slow drip of 503", Fault.slowDrip(503), Kind.RETRY, "http_503", null, 0, 0));
	}

	static Stream<Case> successes() {
		return Stream.of(new Case("ok", Fault.ok(), Kind.DELIVERED, "none", null, 0, 3),
				new Case("HTML", Fault.html(), Kind.DELIVERED, "no_otlp", null, 0, 0),
				new Case("wrong type", Fault.wrongContentType(), Kind.DELIVERED, "no_otlp", null, 0, 3),
				partial("some", 2, "partial_success", 2, 1),
				partial("more than all", 1L << 40, "partial_success", 3, 0), partial("none", 0, "none", 0, 3),
				partial("less than none", -4, "none", 0, 3),
				new Case("no gzip", Fault.refusesGzip(), Kind.REFUSED, "http_415", null, 0, 0));
	}

	@ParameterizedTest
	@MethodSource({ "statuses", "limits", "waits", "broken", "successes" })
	void saysWhatCameOfIt(Case fault) throws Exception {
		this.receiver.answers(fault.fault());
		Target target = target(this.receiver.url("user:" + SECRET + "@localhost") + "?key=" + SECRET);
		Answer answer = transport(SHORT).send(Batches.compressed("a", "b", "c"), target);
		assertThat(answer.kind()).isEqualTo(fault.kind());
		assertThat(answer.reason()).isEqualTo(fault.reason());
		assertThat(answer.retryAfter()).isEqualTo(fault.retryAfter());
		assertThat(answer.rejected()).isEqualTo(fault.rejected());
		assertThat(Math.max(0, this.receiver.storedPoints())).isEqualTo(fault.stored());
		assertThat(this.receiver.requests()).singleElement()
			.satisfies((request) -> assertThat(request.headers().toString() + request.line()).contains(SECRET));
		assertShowsNoSecret(answer, target);
	}

	@ParameterizedTest
	@MethodSource("broken")
	void deliversTheNextOneAllTheSame(Case fault) throws Exception {
		this.receiver.answers(fault.fault());
		HttpTransport transport = transport(SHORT);
		transport.send(Batches.plain("a"), target(this.receiver.url()));
		assertThat(transport(Duration.ofSeconds(20)).send(Batches.plain("b"), target(this.receiver.url())).kind())
			.isEqualTo(Kind.DELIVERED);
	}

	@Test
	void holdsTheBatchWhileNobodyListens() throws Exception {
		this.receiver.stop();
		Target target = target(this.receiver.url());
		Answer answer = transport(Duration.ofSeconds(20)).send(Batches.plain("a"), target);
		assertThat(answer.kind()).isEqualTo(Kind.RETRY);
		assertThat(answer.message()).contains("could not be reached (ConnectException", "Check that a receiver");
		assertShowsNoSecret(answer, target);
		this.receiver.restart();
		assertThat(transport(Duration.ofSeconds(20)).send(Batches.plain("a"), target).kind()).isEqualTo(Kind.DELIVERED);
	}

	@Test
	void holdsTheBatchWhileTheNameIsNotKnown() throws Exception {
		Target target = target(this.receiver.url("nowhere.invalid"));
		Answer answer = transport(Duration.ofSeconds(20)).send(Batches.plain("a"), target);
		assertThat(answer.kind()).isEqualTo(Kind.RETRY);
		assertThat(answer.reason()).isEqualTo("io");
		assertThat(answer.message()).contains("the name of the host is not known");
		assertShowsNoSecret(answer, target);
	}

	@Test
	void tellsTheTargetOfARedirectNothing() throws Exception {
		try (FaultyReceiver other = FaultyReceiver.start()) {
			this.receiver.answers(Fault.redirect(301, other.url()), Fault.redirect(307, other.url()));
			for (int i = 0; i < 2; i++) {
				Answer answer = transport(Duration.ofSeconds(20)).send(Batches.plain("a"), target(this.receiver.url()));
				assertThat(answer.kind()).isEqualTo(Kind.REFUSED);
			}
			assertThat(other.connectionCount()).isZero();
		}
	}

	@Test
	void isDoneByItsDeadline() throws Exception {
		this.receiver.answersOtherwise(Fault.slowDrip(200));
		long start = System.nanoTime();
		transport(SHORT).send(Batches.plain("a"), target(this.receiver.url()));
		assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isBetween(SHORT.toMillis(), 10_000L);
	}

	private void assertShowsNoSecret(Answer answer, Target target) {
		assertThat(answer.toString() + target + this.log.list.stream().map(ILoggingEvent::getFormattedMessage).toList())
			.doesNotContain(SECRET);
	}

	private HttpTransport transport(Duration timeout) {
		return new HttpTransport(() -> this.client, timeout, new Credentials(this.receiver.url(), Map.of()),
				Clock.fixed(Instant.parse("2026-03-05T12:00:00Z"), ZoneOffset.UTC));
	}

	private static Target target(String address) {
		return new Target(address, Map.of("Authorization", "Bearer " + SECRET));
	}

	private static Case refused(int status, String reason) {
		return new Case("status " + status, Fault.status(status), Kind.REFUSED, reason, null, 0, 0);
	}

	private static Case status(int status, Kind kind) {
		return new Case("status " + status, Fault.status(status), kind, "http_" + status, null, 0, 0);
	}

	private static Case retryAfter(String value, @Nullable Duration expected) {
		return new Case("Retry-After: " + value, Fault.retryAfter(503, value), Kind.RETRY, "http_503", expected, 0, 0);
	}

	private static Case failed(String name, Fault fault, String reason, long stored) {
		return new Case(name, fault, Kind.RETRY, reason, null, 0, stored);
	}

	private static Case partial(String name, long says, String reason, long rejected, long stored) {
		return new Case("rejects " + name, Fault.partialSuccess(says, "see Bearer " + SECRET), Kind.DELIVERED, reason,
				null, rejected, stored);
	}

	/**
	 * A fault and what is expected of it, with a batch of three data points.
	 *
	 * @param name what the fault is called
	 * @param fault the fault
	 * @param kind what it means
	 * @param reason the reason
	 * @param retryAfter how long the receiver asks to wait
	 * @param rejected how many data points it rejects
	 * @param stored how many data points it has in the end
	 */
	record Case(String name, Fault fault, Kind kind, String reason, @Nullable Duration retryAfter, long rejected,
			long stored) {

		@Override
		public String toString() {
			return this.name;
		}

	}

}
