package dev.emp.metrics.http;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is counted of requests to Jetty, however they end.
 */
class JettyEndingsTests extends AbstractServletEndingsTests {

	JettyEndingsTests() {
		super(JettyApplication.class);
	}

	@Test
	void takesAnAnswerForSentWhereTheApplicationKeepsTheFailureToItself() throws Exception {
		assertThat(addedByClientsThatGo(Served.request("GET", "/raw/stream-swallowing"), 100))
			.containsExactly("app GET 200 unknown SUCCESS " + BATCH);
	}

	@Test
	void countsAtTheTimeOutWhereTheApplicationGoesOnWithoutTheClient() throws Exception {
		assertThat(addedByClientsThatGo(Served.request("GET", "/sse-endless"), 100))
			.allMatch((line) -> line.matches("app GET 200 /sse-endless (SUCCESS|UNKNOWN) \\d+"));
	}

}
