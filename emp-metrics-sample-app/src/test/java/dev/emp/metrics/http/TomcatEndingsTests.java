package dev.emp.metrics.http;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is counted of requests to Tomcat, however they end. Tomcat keeps the failure of
 * what it sends, also where the application says nothing of it.
 */
class TomcatEndingsTests extends AbstractServletEndingsTests {

	TomcatEndingsTests() {
		// A failing thread of the application may set its failure in a response that
		// Tomcat already uses for the next request. Without a cache, none is reused.
		super(ServletApplication.class, "server.tomcat.processor-cache=0");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/sse-endless", "/print-endless" })
	void knowsNoOutcomeWhereTheApplicationGoesOnWithoutTheClient(String path) throws Exception {
		assertThat(addedByClientsThatGo(Served.request("GET", path), 100))
			.containsExactly("app GET 200 " + path + " UNKNOWN " + BATCH);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/raw/stream-later", "/raw/stream-swallowing" })
	void knowsNoOutcomeWhereTheApplicationKeepsTheFailureToItself(String path) throws Exception {
		assertThat(addedByClientsThatGo(Served.request("GET", path), 100))
			.containsExactly("app GET 200 unknown UNKNOWN " + BATCH);
	}

	@Test
	void countsAnAnswerThatIsShorterThanAnnounced() throws Exception {
		assertThat(added(BATCH, "GET", "/streaming-short"))
			.containsExactly("app GET 200 /streaming-short SUCCESS " + BATCH);
	}

	@Test
	void seesNothingThatTomcatAnswersByItself() throws Exception {
		// what is counted once the last test is over has none of it
		assertThat(served().send("TRACE", "/items/1")).isEqualTo(405);
		assertThat(served().lines()).noneMatch((line) -> line.contains("TRACE"));
	}

}
