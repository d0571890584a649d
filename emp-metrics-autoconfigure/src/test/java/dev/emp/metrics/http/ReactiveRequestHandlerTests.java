package dev.emp.metrics.http;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.micrometer.observation.Observation;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReactiveRequestHandler}.
 */
class ReactiveRequestHandlerTests {

	private final ObservedRequests requests = new ObservedRequests();

	private final ReactiveRequestHandler handler = new ReactiveRequestHandler(this.requests.metrics(),
			ManagementTraffic.NONE);

	@Test
	void recordsARequest() {
		ServerRequestObservationContext context = context("/items/7", 201);
		this.handler.onStart(context);
		context.setPathPattern("/items/{id}");
		this.handler.onStop(context);
		assertThat(this.requests.lines()).containsExactly("app GET 201 /items/{id} SUCCESS 1");
	}

	@Test
	void neverTakesThePathForTheRoute() {
		for (int i = 0; i < 10_000; i++) {
			exchange(this.handler, context("/items/" + i, 404));
		}
		assertThat(this.requests.lines()).containsExactly("app GET 404 unknown CLIENT_ERROR 10000");
	}

	@Test
	void tellsAnAbortedRequestFromAnAnswer() {
		ServerRequestObservationContext unanswered = context("/", 200);
		unanswered.setConnectionAborted(true);
		exchange(this.handler, unanswered);
		ServerRequestObservationContext answered = context("/", 200);
		answered.setConnectionAborted(true);
		Objects.requireNonNull(answered.getResponse()).setComplete().block();
		exchange(this.handler, answered);
		assertThat(this.requests.lines()).containsExactly("app GET 200 unknown UNKNOWN 1",
				"app GET unknown unknown UNKNOWN 1");
	}

	@Test
	void knowsNoStatusWhereNoneWasSet() {
		exchange(this.handler,
				new ServerRequestObservationContext(
						MockServerHttpRequest.method(HttpMethod.valueOf("ODD"), "/").build(),
						new MockServerHttpResponse(), Map.of()));
		assertThat(this.requests.lines()).containsExactly("app _OTHER unknown unknown UNKNOWN 1");
	}

	@Test
	void asksForTheEndpointAsHandlersAreFound() {
		List<String> asked = new ArrayList<>();
		ReactiveRequestHandler asking = new ReactiveRequestHandler(this.requests.metrics(),
				(path, port) -> asked.add(path + " " + port));
		exchange(asking,
				new ServerRequestObservationContext(
						MockServerHttpRequest.method(HttpMethod.GET, URI.create("/base/%61ctuator;a=b/health"))
							.contextPath("/base")
							.localAddress(new InetSocketAddress(8081))
							.build(),
						new MockServerHttpResponse(), Map.of()));
		exchange(asking, context("/actuator", 200));
		assertThat(asked).containsExactly("/actuator/health 8081", "/actuator 0");
	}

	@Test
	void takesOnlyRequestsOfAReactiveServer() {
		assertThat(this.handler.supportsContext(new Observation.Context())).isFalse();
		assertThat(this.handler.supportsContext(context("/", 200))).isTrue();
	}

	private static void exchange(ReactiveRequestHandler handler, ServerRequestObservationContext context) {
		handler.onStart(context);
		handler.onStop(context);
	}

	private static ServerRequestObservationContext context(String path, int status) {
		MockServerHttpResponse response = new MockServerHttpResponse();
		response.setStatusCode(HttpStatusCode.valueOf(status));
		return new ServerRequestObservationContext(MockServerHttpRequest.get(path).build(), response, Map.of());
	}

}
