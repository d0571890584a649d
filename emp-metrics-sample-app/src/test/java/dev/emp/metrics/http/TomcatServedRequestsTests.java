package dev.emp.metrics.http;

import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.micrometer.core.instrument.Meter;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is counted of requests to Tomcat.
 */
class TomcatServedRequestsTests extends AbstractServedRequestsTests {

	@Override
	Served start(String... properties) {
		return Served.start(ServletApplication.class, "servlet", properties);
	}

	@Override
	String basePathProperty() {
		return "server.servlet.context-path";
	}

	@Test
	void countsAnAsynchronousRequestOnceWithItsRouteAndItsAnswer() throws Exception {
		try (Served served = start("spring.mvc.async.request-timeout=50ms")) {
			for (String path : List.of("/timeout/1", "/callable/1", "/raw/1", "/never/1")) {
				served.get(path);
			}
			Awaitility.await().untilAsserted(() -> assertThat(served.total()).isEqualTo(4));
			assertThat(served.lines()).containsExactly("app GET 500 /callable/{id} SERVER_ERROR 1",
					"app GET 500 /raw/{id} SERVER_ERROR 1", "app GET 503 /never/{id} SERVER_ERROR 1",
					"app GET 503 /timeout/{id} SERVER_ERROR 1");
		}
	}

	@Test
	void countsARequestWhoseClientIsGone() throws Exception {
		try (Served served = start("spring.mvc.async.request-timeout=200ms")) {
			served.sendAndGo(Served.request("GET", "/never/1"));
			Awaitility.await()
				.untilAsserted(() -> assertThat(served.lines()).singleElement()
					.asString()
					.startsWith("app GET")
					.endsWith(" 1"));
		}
	}

	@Test
	void countsAForwardOnceUnderItsTarget() throws Exception {
		try (Served served = start()) {
			assertThat(served.get("/forward/1")).isEqualTo(200);
			Awaitility.await()
				.untilAsserted(() -> assertThat(served.lines()).containsExactly("app GET 200 /items/{id} SUCCESS 1"));
		}
	}

	@Test
	void tellsManagementTrafficApartBelowThePathOfTheServlet() throws Exception {
		try (Served served = start("spring.mvc.servlet.path=/api")) {
			assertThat(served.get("/api/actuator/health")).isEqualTo(200);
			assertThat(served.get("/actuator/health")).isEqualTo(404);
			assertThat(served.get("/api/items/1")).isEqualTo(200);
			Awaitility.await()
				.untilAsserted(() -> assertThat(served.lines()).containsExactly("app GET 200 /items/{id} SUCCESS 1",
						"management GET 200 /actuator/health SUCCESS 1"));
		}
	}

	@Test
	void seesNoManagementTrafficOnAPortOfItsOwnWhereSpringObservesNone() throws Exception {
		try (Served served = start("management.server.port=0")) {
			assertThat(served.getFromManagement("/actuator/health")).isEqualTo(200);
			assertThat(served.get("/actuator/health")).isEqualTo(404);
			Awaitility.await()
				.untilAsserted(() -> assertThat(served.lines()).containsExactly("app GET 404 unknown CLIENT_ERROR 1"));
			assertThat(served.registry().get("http.server.requests").timers()).hasSize(1);
		}
	}

	@Test
	void countsNoRequestThatTheServerBreaksOffWhenItStops() throws Exception {
		List<Meter> counted = new CopyOnWriteArrayList<>();
		// Tomcat times out waiting requests before it closes connections, and rarely
		// still sends a response
		for (int stops = 1; answersWhenItStops(counted); stops++) {
			assertThat(stops).as("servers that answered").isLessThan(5);
			counted.clear();
		}
		assertThat(counted).filteredOn((meter) -> meter.getId().getName().equals("http.requests"))
			.extracting((meter) -> meter.getId().getTag("http.route"))
			.containsExactly("/items/{id}");
	}

	private boolean answersWhenItStops(List<Meter> counted) throws Exception {
		try (Served served = start("spring.lifecycle.timeout-per-shutdown-phase=100ms")) {
			served.registry().config().onMeterAdded(counted::add);
			served.get("/items/1");
			try (Socket client = served.open(Served.request("GET", "/never/1"))) {
				Awaitility.await().untilTrue(ServedApplication.WAITING);
				served.stop();
				return client.getInputStream().readAllBytes().length > 0;
			}
		}
		finally {
			ServedApplication.WAITING.set(false);
		}
	}

}
