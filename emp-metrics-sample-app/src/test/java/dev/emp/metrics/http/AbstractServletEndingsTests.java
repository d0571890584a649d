package dev.emp.metrics.http;

import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is counted of requests to a servlet container, however they end: each once, with
 * what the client got.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AbstractServletEndingsTests {

	/** As many as are sent at once, and as many clients as go one after another. */
	static final int BATCH = 20;

	private final String[] properties;

	private final Class<?> container;

	private Served served;

	private long counted;

	AbstractServletEndingsTests(Class<?> container, String... properties) {
		this.container = container;
		this.properties = properties;
	}

	@BeforeAll
	void start() {
		this.served = Served.start(List.of(EndingServlets.class, this.container), "servlet", this.properties);
	}

	@AfterAll
	void stop() {
		try (Served ended = this.served) {
			// no second count came later
			assertThat(ended.total()).isEqualTo((double) this.counted);
		}
	}

	@Test
	void countsEachOfAThousandRequestsThatAreCompleteAtOnce() throws Exception {
		assertThat(added(1_000, "GET", "/raw/complete?status=201")).containsExactly("app GET 201 unknown SUCCESS 1000");
	}

	@ParameterizedTest
	@CsvSource({ "complete, 200 unknown SUCCESS", "race, 200 unknown SUCCESS", "start, 200 unknown SUCCESS",
			"dispatch, 200 unknown SUCCESS", "dispatch-race, 200 unknown SUCCESS", "again, 200 unknown SUCCESS",
			"dispatch-elsewhere, 200 /items/{id} SUCCESS", "timeout, 500 unknown SERVER_ERROR",
			"timeout-complete, 200 unknown SUCCESS", "timeout-dispatch, 200 unknown SUCCESS",
			"complete-and-throw, 500 unknown SERVER_ERROR", "throw, 500 unknown SERVER_ERROR",
			"start-and-throw, 500 unknown SERVER_ERROR", "error-complete, 500 unknown SERVER_ERROR",
			"send-error, 400 unknown CLIENT_ERROR", "async-send-error, 400 unknown CLIENT_ERROR",
			"forward, 200 /items/{id} SUCCESS", "include, 200 /items/{id} SUCCESS",
			"flush-and-throw, 200 unknown SERVER_ERROR", "upload, 200 unknown SUCCESS" })
	void countsWhatAServletDoes(String way, String expected) throws Exception {
		assertThat(added(BATCH, "GET", "/raw/" + way)).containsExactly("app GET " + expected + " " + BATCH);
	}

	@ParameterizedTest
	@CsvSource({ "callable, 200 /callable SUCCESS", "callable-failing, 500 /callable-failing SERVER_ERROR",
			"deferred, 200 /deferred SUCCESS", "deferred-late, 200 /deferred-late SUCCESS",
			"deferred-timeout, 503 /deferred-timeout SERVER_ERROR", "future, 200 /future SUCCESS",
			"task-timeout, 200 /task-timeout SUCCESS", "streaming, 200 /streaming SUCCESS", "sse, 200 /sse SUCCESS",
			"sse-timeout, 200 /sse-timeout SUCCESS", "handled, 409 /handled CLIENT_ERROR",
			"denied/1, 403 unknown CLIENT_ERROR", "nothing, 404 unknown CLIENT_ERROR", "static.txt, 200 /** SUCCESS" })
	void countsWhatSpringMvcDoes(String path, String expected) throws Exception {
		assertThat(added(BATCH, "GET", "/" + path)).containsExactly("app GET " + expected + " " + BATCH);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/streaming-failing", "/sse-failing" })
	void countsAnAnswerThatTheApplicationBreaksOffAsAnError(String path) throws Exception {
		assertThat(added(BATCH, "GET", path)).containsExactly("app GET 200 " + path + " SERVER_ERROR " + BATCH);
	}

	@ParameterizedTest
	@CsvSource({ "HEAD, HEAD 200 /items/{id} SUCCESS", "OPTIONS, OPTIONS 200 unknown SUCCESS",
			"POST, POST 405 unknown CLIENT_ERROR", "PROPFIND, _OTHER 405 unknown CLIENT_ERROR" })
	void countsEachMethod(String method, String expected) throws Exception {
		assertThat(added(BATCH, method, "/items/1")).containsExactly("app " + expected + " " + BATCH);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/sse-endless-completing", "/streaming-endless", "/body-endless", "/body-large" })
	void knowsNoOutcomeWhereTheClientIsGoneInTheMiddle(String path) throws Exception {
		assertThat(addedByClientsThatGo(Served.request("GET", path), 100))
			.containsExactly("app GET 200 " + path + " UNKNOWN " + BATCH);
	}

	@Test
	void knowsNoOutcomeWhereTheClientOfAServletIsGoneInTheMiddle() throws Exception {
		assertThat(addedByClientsThatGo(Served.request("GET", "/raw/stream"), 100))
			.containsExactly("app GET 200 unknown UNKNOWN " + BATCH);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/upload /upload", "/raw/upload unknown" })
	void knowsNoOutcomeWhereTheClientIsGoneBeforeTheAnswer(String pathAndRoute) throws Exception {
		List<String> parts = List.of(pathAndRoute.split(" "));
		String request = Served.request("POST", parts.get(0), "Content-Type: text/plain", "Content-Length: 1000",
				"Expect: 100-continue");
		assertThat(addedByClientsThatGo(request, "HTTP/1.1 100".length()))
			.containsExactly("app POST unknown " + parts.get(1) + " UNKNOWN " + BATCH);
	}

	@Test
	void takesAnAnswerForSentThatFitsIntoTheBuffer() throws Exception {
		this.counted += BATCH;
		assertThat(this.served.added(() -> {
			for (int i = 0; i < BATCH; i++) {
				this.served.sendAndGo(Served.request("GET", "/items/1"));
			}
			return BATCH;
		})).containsExactly("app GET 200 /items/{id} SUCCESS " + BATCH);
	}

	@Test
	void seesNothingThatIsAnsweredBeforeSpring() throws Exception {
		// what is counted once the last test is over has none of it
		assertThat(this.served.get("/first/1")).isEqualTo(204);
		assertThat(this.served.send("G(T", "/items/1")).isEqualTo(400);
	}

	final Served served() {
		return this.served;
	}

	final List<String> addedByClientsThatGo(String request, int read) throws Exception {
		this.counted += BATCH;
		return this.served.added(() -> {
			for (int i = 0; i < BATCH; i++) {
				this.served.readAndGo(request, read);
			}
			return BATCH;
		});
	}

	final List<String> added(int count, String method, String path) throws Exception {
		this.counted += count;
		return this.served.added(() -> {
			for (int i = 0; i < count; i += BATCH) {
				this.served.sendAtOnce(BATCH, Served.request(method, path));
			}
			return count;
		});
	}

}
