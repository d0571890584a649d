package dev.emp.metrics.http;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.info.InfoEndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ActuatorTraffic} with the endpoints of the actuator itself.
 */
class ActuatorTrafficTests {

	private static final List<String> PATHS = List.of("/actuator", "/actuator/health", "/actuator/health/a/b",
			"/actuator/none", "/actuators", "/Actuator", "/health", "/health/a", "/healthy", "/info", "/manage/info",
			"/livez", "/readyz", "/", "");

	@Test
	void knowsTheBasePathAndWhatIsBelow() {
		assertThat(management()).containsExactlyInAnyOrder("/actuator", "/actuator/health", "/actuator/health/a/b",
				"/actuator/none");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/manage", "/manage/" })
	void knowsACustomBasePath(String basePath) {
		assertThat(management("management.endpoints.web.base-path=" + basePath)).containsExactly("/manage/info");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "" })
	void knowsTheEndpointsThemselvesWhereThereIsNoBasePath(String basePath) {
		assertThat(management("management.endpoints.web.base-path=" + basePath)).containsExactly("/health", "/health/a",
				"/info");
	}

	@Test
	void knowsTheProbesBesideTheBasePath() {
		assertThat(management("management.endpoint.health.group.live.include=*",
				"management.endpoint.health.group.live.additional-path=server:/livez"))
			.contains("/livez", "/actuator/health")
			.doesNotContain("/readyz", "/health", "/");
	}

	@Test
	void knowsNoneWhereEndpointsAreOff() {
		assertThat(management("management.server.port=-1")).isEmpty();
	}

	@Test
	void goesByThePortWhereEndpointsHaveTheirOwn() {
		MockEnvironment environment = new MockEnvironment().withProperty("server.port", "8080")
			.withProperty("management.server.port", "0");
		ActuatorTraffic traffic = new ActuatorTraffic(environment, () -> null);
		assertThat(traffic.includes("/actuator/health", 8080)).isFalse();
		environment.setProperty("local.management.port", "4711");
		assertThat(traffic.includes("/anything", 4711)).isTrue();
		assertThat(traffic.includes("/actuator/health", 8080)).isFalse();
		assertThat(management("server.port=8080", "management.server.port=8081",
				"management.endpoint.health.group.live.include=*",
				"management.endpoint.health.group.live.additional-path=server:/livez"))
			.containsExactly("/livez");
	}

	@Test
	void anApplicationsPathIsItsOwnWhereThereAreNoEndpoints() {
		assertThat(new ActuatorTraffic(new MockEnvironment(), () -> null).includes("/actuator", 8080)).isFalse();
	}

	private static Set<String> management(String... properties) {
		Set<String> management = new LinkedHashSet<>();
		new WebApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(EndpointAutoConfiguration.class, WebEndpointAutoConfiguration.class,
							HealthContributorAutoConfiguration.class, HealthContributorRegistryAutoConfiguration.class,
							HealthEndpointAutoConfiguration.class, InfoEndpointAutoConfiguration.class))
			.withPropertyValues("management.endpoints.web.exposure.include=health,info")
			.withPropertyValues(properties)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				ActuatorTraffic traffic = new ActuatorTraffic(context.getEnvironment(),
						() -> context.getBean(PathMappedEndpoints.class));
				PATHS.stream().filter((path) -> traffic.includes(path, 8080)).forEach(management::add);
			});
		return management;
	}

}
