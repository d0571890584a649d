package dev.emp.metrics.http;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is counted of requests to Netty.
 */
class NettyServedRequestsTests extends AbstractServedRequestsTests {

	/** Both servers are on the class path, and each would make the management context. */
	private static final String ONE_SERVER = "spring.autoconfigure.exclude="
			+ "org.springframework.boot.tomcat.autoconfigure.actuate.web.server."
			+ "TomcatReactiveManagementContextAutoConfiguration";

	@Override
	Served start(String... properties) {
		return Served.start(ReactiveApplication.class, "reactive", properties);
	}

	@Override
	String basePathProperty() {
		return "spring.webflux.base-path";
	}

	@Test
	void countsARequestWhoseClientIsGone() throws Exception {
		try (Served served = start()) {
			served.sendAndGo(Served.request("GET", "/never/1"));
			Awaitility.await()
				.untilAsserted(
						() -> assertThat(served.lines()).containsExactly("app GET unknown /never/{id} UNKNOWN 1"));
		}
	}

	@Test
	void knowsManagementTrafficByAPortOfItsOwn() throws Exception {
		try (Served served = start("management.server.port=0", "management.server.base-path=/inner", ONE_SERVER)) {
			assertThat(served.getFromManagement("/inner/actuator/health")).isEqualTo(200);
			assertThat(served.getFromManagement("/inner/none")).isEqualTo(404);
			assertThat(served.get("/actuator/health")).isEqualTo(404);
			Awaitility.await().untilAsserted(() -> assertThat(served.total()).isEqualTo(3));
			assertThat(served.lines()).filteredOn((line) -> line.startsWith("app"))
				.containsExactly("app GET 404 unknown CLIENT_ERROR 1");
		}
	}

}
