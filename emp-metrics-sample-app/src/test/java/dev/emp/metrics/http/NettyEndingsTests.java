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
 * What is counted of requests to Netty, however they end: each once, with what the client
 * got.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NettyEndingsTests {

	/** As many as are sent at once. */
	private static final int BATCH = 20;

	private Served served;

	private long counted;

	@BeforeAll
	void start() {
		this.served = Served.start(List.of(EndingReactive.class, ReactiveApplication.class), "reactive");
	}

	@AfterAll
	void stop() {
		try (Served ended = this.served) {
			// no second count came later
			assertThat(ended.total()).isEqualTo((double) this.counted);
		}
	}

	@ParameterizedTest
	@CsvSource({ "items/1, 200 /items/{id} SUCCESS", "empty, 200 /empty SUCCESS", "written, 200 /written SUCCESS",
			"sse, 200 /sse SUCCESS", "sse-failing, 200 /sse-failing SERVER_ERROR",
			"commit-and-fail, 200 /commit-and-fail SERVER_ERROR", "handled, 409 /handled CLIENT_ERROR",
			"timeout, 500 /timeout SERVER_ERROR", "filter-failing, 500 unknown SERVER_ERROR",
			"function-failing, 500 /function-failing SERVER_ERROR", "denied, 403 unknown CLIENT_ERROR",
			"nothing, 404 unknown CLIENT_ERROR", "static.txt, 200 /** SUCCESS" })
	void countsWhatSpringWebFluxDoes(String path, String expected) throws Exception {
		assertThat(added(BATCH, "GET", "/" + path)).containsExactly("app GET " + expected + " 20");
	}

	@ParameterizedTest
	@CsvSource({ "HEAD, HEAD 200 /items/{id} SUCCESS", "OPTIONS, OPTIONS 200 unknown SUCCESS",
			"POST, POST 405 unknown CLIENT_ERROR", "TRACE, TRACE 405 unknown CLIENT_ERROR",
			"PROPFIND, _OTHER 405 unknown CLIENT_ERROR" })
	void countsEachMethod(String method, String expected) throws Exception {
		assertThat(added(BATCH, method, "/items/1")).containsExactly("app " + expected + " 20");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/sse-endless", "/body-endless", "/body-flushed-endless", "/function-endless" })
	void knowsNoOutcomeWhereTheClientIsGoneInTheMiddle(String path) throws Exception {
		assertThat(addedByClientsThatGo(Served.request("GET", path), 100))
			.containsExactly("app GET 200 " + path + " UNKNOWN 20");
	}

	@Test
	void takesAnAnswerForSentWhoseLengthIsAnnounced() throws Exception {
		assertThat(addedByClientsThatGo(Served.request("GET", "/body-known"), 100))
			.containsExactly("app GET 200 /body-known SUCCESS 20");
	}

	@Test
	void knowsNoOutcomeWhereTheClientIsGoneBeforeTheAnswer() throws Exception {
		this.counted += BATCH;
		assertThat(this.served.added(() -> {
			for (int i = 0; i < BATCH; i++) {
				this.served.sendAndGo(Served.request("GET", "/never/1"));
			}
			return BATCH;
		})).containsExactly("app GET unknown /never/{id} UNKNOWN 20");
	}

	@Test
	void knowsNoOutcomeWhereTheClientIsGoneBeforeItsBodyIsRead() throws Exception {
		String request = Served.request("POST", "/upload", "Content-Type: text/plain", "Content-Length: 1000",
				"Expect: 100-continue");
		assertThat(addedByClientsThatGo(request, "HTTP/1.1 100".length()))
			.containsExactly("app POST unknown /upload UNKNOWN 20");
	}

	private List<String> addedByClientsThatGo(String request, int read) throws Exception {
		this.counted += BATCH;
		return this.served.added(() -> {
			for (int i = 0; i < BATCH; i++) {
				this.served.readAndGo(request, read);
			}
			return BATCH;
		});
	}

	private List<String> added(int count, String method, String path) throws Exception {
		this.counted += count;
		return this.served.added(() -> {
			for (int i = 0; i < count; i += BATCH) {
				this.served.sendAtOnce(BATCH, Served.request(method, path));
			}
			return count;
		});
	}

}
