package dev.emp.metrics.http;

import java.util.List;
import java.util.Random;

import io.micrometer.core.instrument.Timer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is counted of requests to a real server, the same on each kind.
 */
abstract class AbstractServedRequestsTests {

	abstract Served start(String... properties);

	/**
	 * The setting that puts the application below a path.
	 * @return the name of a property
	 */
	abstract String basePathProperty();

	@Test
	void countsUnderPatternsAndNeverUnderPaths() throws Exception {
		try (Served served = start()) {
			for (String path : List.of("/items/1", "/items/2", "/", "/moved/1", "/fail/1", "/later/1", "/broken/1",
					"/functional/1", "/nothing/1", "/nothing.txt")) {
				served.get(path);
			}
			served.send("PURGE", "/items/1");
			served.send("HEAD", "/items/1");
			Awaitility.await().untilAsserted(() -> assertThat(served.total()).isEqualTo(12));
			assertThat(served.lines()).contains("app GET 200 /items/{id} SUCCESS 2", "app GET 200 / SUCCESS 1",
					"app GET 302 /moved/{id} REDIRECTION 1", "app GET 500 /fail/{id} SERVER_ERROR 1",
					"app GET 200 /later/{id} SUCCESS 1", "app GET 500 /broken/{id} SERVER_ERROR 1",
					"app GET 200 /functional/{id} SUCCESS 1", "app GET 404 unknown CLIENT_ERROR 2",
					"app HEAD 200 /items/{id} SUCCESS 1");
			assertThat(served.lines()).filteredOn((line) -> line.startsWith("app _OTHER "))
				.singleElement()
				.asString()
				.doesNotContain("/items/1")
				.contains("CLIENT_ERROR");
			assertThat(served.registry().find("http.request.duration").timers().stream().mapToLong(Timer::count).sum())
				.isEqualTo(12);
			assertThat(served.registry().find("http.server.requests").timers()).isNotEmpty();
		}
	}

	@Test
	void tellsManagementTrafficApart() throws Exception {
		try (Served served = start("management.endpoint.health.probes.add-additional-paths=true")) {
			for (String path : List.of("/actuator", "/actuator/health", "/actuator/none", "/actuator;a=b/info",
					"/%61ctuator/info", "/readyz", "/actuators")) {
				served.get(path);
			}
			Awaitility.await().untilAsserted(() -> assertThat(served.total()).isEqualTo(7));
			assertThat(served.lines()).filteredOn((line) -> line.startsWith("app"))
				.containsExactly("app GET 404 unknown CLIENT_ERROR 1");
			assertThat(served.lines()).contains("management GET 200 /actuator SUCCESS 1",
					"management GET 200 /actuator/health SUCCESS 1", "management GET 200 /actuator/info SUCCESS 2",
					"management GET 200 /readyz SUCCESS 1", "management GET 404 unknown CLIENT_ERROR 1");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/manage", "/" })
	void tellsManagementTrafficApartBelowCustomPaths(String basePath) throws Exception {
		try (Served served = start(basePathProperty() + "=/base", "management.endpoints.web.base-path=" + basePath)) {
			String prefix = "/base" + (basePath.equals("/") ? "" : basePath);
			assertThat(served.get(prefix + "/health")).isEqualTo(200);
			assertThat(served.get("/base/actuator/health")).isEqualTo(404);
			assertThat(served.get("/base/items/1")).isEqualTo(200);
			Awaitility.await().untilAsserted(() -> assertThat(served.total()).isEqualTo(3));
			assertThat(served.lines()).filteredOn((line) -> line.startsWith("management"))
				.singleElement()
				.asString()
				.endsWith("/health SUCCESS 1");
		}
	}

	@Test
	void keepsTheRouteOfAHandlerForAllPathsThatIsTheApplicationsOwn() throws Exception {
		try (Served served = start("catch-all=true")) {
			assertThat(served.get("/nothing/1")).isEqualTo(404);
			Awaitility.await()
				.untilAsserted(() -> assertThat(served.lines()).containsExactly("app GET 404 /** CLIENT_ERROR 1"));
		}
	}

	@Test
	void staysBoundedWhateverClientsSend() throws Exception {
		Random random = new Random(7);
		try (Served served = start()) {
			for (int i = 0; i < 3_000; i++) {
				if (i % 20 == 0) {
					served.sendAndGo(hostile(i, random));
				}
				else {
					served.send(hostile(i, random));
				}
			}
			served.get("/items/1");
			Awaitility.await()
				.untilAsserted(() -> assertThat(served.lines()).anyMatch((line) -> line.contains("{id}")));
			assertThat(served.total()).isGreaterThan(1_000);
			assertThat(served.lines()).hasSizeLessThan(30)
				.allMatch((line) -> line
					.matches("app (GET|HEAD|OPTIONS|_OTHER) (\\d{3}|unknown) (/|/items/\\{id}|unknown) [A-Z_]+ \\d+"));
			assertThat(served.registry().find("emp.metrics.source.errors").meters()).isEmpty();
			assertThat(served.registry().find("emp.metrics.cardinality.overflow").meters()).isEmpty();
		}
	}

	private static String hostile(int i, Random random) {
		String junk = random.ints(20, 0x80, 0x100)
			.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
			.toString();
		String method = List.of("GET", "M" + i, "get", "HEAD", "OPTIONS", "G" + junk).get(i % 6);
		String path = List
			.of("/" + i, "/items/" + i, "/" + "a".repeat(4_000) + i, "/%" + i % 100, "/%00" + i, "/" + junk, "/../" + i)
			.get(i % 7);
		return Served.request(method, path, "X-" + i + ": " + junk, "X-Forwarded-Prefix: /" + i,
				"traceparent: " + junk);
	}

}
