package dev.emp.metrics.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import jakarta.servlet.ServletException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.filter.ServerHttpObservationFilter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ServletRequestHandler}.
 */
class ServletRequestHandlerTests {

	private final ObservedRequests requests = new ObservedRequests();

	@Test
	void recordsARequestThatSpringsFilterObserves() throws Exception {
		filter(handler(""), new MockHttpServletRequest("GET", "/items/7"), "/items/{id}", 201);
		assertThat(this.requests.lines()).containsExactly("app GET 201 /items/{id} SUCCESS 1");
	}

	@Test
	void neverTakesThePathForTheRoute() throws Exception {
		ServletRequestHandler handler = handler("");
		for (int status : new int[] { 200, 302, 404, 500 }) {
			filter(handler, new MockHttpServletRequest("GET", "/items/" + status), null, status);
		}
		assertThat(this.requests.lines()).containsExactly("app GET 200 unknown SUCCESS 1",
				"app GET 302 unknown REDIRECTION 1", "app GET 404 unknown CLIENT_ERROR 1",
				"app GET 500 unknown SERVER_ERROR 1");
	}

	@Test
	void keepsAMillionHostileRequestsBounded() {
		ServletRequestHandler handler = handler("");
		for (int i = 0; i < 1_000_000; i++) {
			MockHttpServletRequest request = new MockHttpServletRequest("M" + i, "/" + i);
			request.addHeader("X-" + i, new String(new byte[] { 0, (byte) 0xff, 13, 10 }, StandardCharsets.ISO_8859_1));
			MockHttpServletResponse response = new MockHttpServletResponse();
			response.setStatus(i % 1000);
			ServerRequestObservationContext context = new ServerRequestObservationContext(request, response);
			handler.onStart(context);
			handler.onScopeClosed(context);
			handler.onStop(context);
		}
		// 500 known statuses, and what is unknown
		assertThat(this.requests.lines()).hasSize(501)
			.contains("app _OTHER unknown unknown UNKNOWN 500000", "app _OTHER 404 unknown CLIENT_ERROR 1000");
	}

	@Test
	void aFailureReachesTheApplicationUnchangedAndIsCounted() {
		ServletException failure = new ServletException("no");
		assertThatExceptionOfType(ServletException.class)
			.isThrownBy(() -> new ServerHttpObservationFilter(registry(handler(""))).doFilter(
					new MockHttpServletRequest("GET", "/"), new MockHttpServletResponse(), (request, response) -> {
						throw failure;
					}))
			.isSameAs(failure);
		assertThat(this.requests.lines()).containsExactly("app GET 500 unknown SERVER_ERROR 1");
	}

	@Test
	void aBrokenGuideToTheEndpointsNeverReachesTheRequest() throws Exception {
		filter(new ServletRequestHandler(this.requests.metrics(), (path, port) -> {
			throw new IllegalStateException("closed");
		}, ""), new MockHttpServletRequest("GET", "/"), "/", 200);
		assertThat(this.requests.lines()).containsExactly("app GET 200 / SUCCESS 1");
		assertThat(this.requests.registry().get("emp.metrics.source.errors").counter().count()).isOne();
	}

	@Test
	void aBrokenRequestCostsItsSampleAlone() throws Exception {
		MockHttpServletResponse response = new MockHttpServletResponse() {

			@Override
			public int getStatus() {
				throw new IllegalStateException("recycled");
			}

		};
		new ServerHttpObservationFilter(registry(handler(""))).doFilter(new MockHttpServletRequest("GET", "/"),
				new MockHttpServletResponse(), new MockFilterChain());
		ServerRequestObservationContext context = new ServerRequestObservationContext(
				new MockHttpServletRequest("GET", "/"), response);
		ServletRequestHandler handler = handler("");
		handler.onStart(context);
		handler.onStop(context);
		assertThat(this.requests.lines()).containsExactly("app GET 200 unknown SUCCESS 1");
		assertThat(this.requests.registry().get("emp.metrics.source.errors").counter().count()).isOne();
	}

	@Test
	void recordsARequestOnceThoughItIsStoppedTwice() {
		ServletRequestHandler handler = handler("");
		ServerRequestObservationContext context = new ServerRequestObservationContext(
				new MockHttpServletRequest("GET", "/"), new MockHttpServletResponse());
		handler.onStop(context);
		handler.onStart(context);
		handler.onStop(context);
		handler.onStop(context);
		assertThat(this.requests.lines()).containsExactly("app GET 200 unknown SUCCESS 1");
	}

	@Test
	void asksForTheEndpointByThePathBelowTheServlet() throws Exception {
		assertThat(asked("", "/actuator", null)).isEqualTo("/actuator");
		assertThat(asked("", "/other", "/actuator")).isEqualTo("/other/actuator");
		assertThat(asked("/api", "/api", "/actuator")).isEqualTo("/actuator");
		assertThat(asked("/api", "/other", "/actuator")).isEmpty();
		assertThat(asked("/api", "/actuator", null)).isEmpty();
	}

	@Test
	void takesOnlyRequestsOfAServletContainer() {
		ServletRequestHandler handler = handler("");
		assertThat(handler.supportsContext(new Observation.Context())).isFalse();
		assertThat(handler.supportsContext(
				new ServerRequestObservationContext(new MockHttpServletRequest(), new MockHttpServletResponse())))
			.isTrue();
	}

	private String asked(String dispatcherPath, String servletPath, @Nullable String pathInfo) throws Exception {
		List<String> asked = new ArrayList<>();
		MockHttpServletRequest request = new MockHttpServletRequest("GET", "/ctx" + servletPath);
		request.setContextPath("/ctx");
		request.setServletPath(servletPath);
		request.setPathInfo(pathInfo);
		filter(new ServletRequestHandler(this.requests.metrics(), (path, port) -> asked.add(path), dispatcherPath),
				request, "/", 200);
		assertThat(asked).hasSize(1);
		return asked.get(0);
	}

	private ServletRequestHandler handler(String servletPath) {
		return new ServletRequestHandler(this.requests.metrics(), ManagementTraffic.NONE, servletPath);
	}

	private static void filter(ServletRequestHandler handler, MockHttpServletRequest request, @Nullable String pattern,
			int status) throws Exception {
		new ServerHttpObservationFilter(registry(handler)).doFilter(request, new MockHttpServletResponse(),
				(filtered, response) -> {
					ServerHttpObservationFilter.findObservationContext(request).orElseThrow().setPathPattern(pattern);
					((MockHttpServletResponse) response).setStatus(status);
				});
	}

	private static ObservationRegistry registry(ServletRequestHandler handler) {
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(handler);
		return registry;
	}

}
