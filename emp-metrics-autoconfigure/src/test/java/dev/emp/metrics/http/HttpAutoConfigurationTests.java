package dev.emp.metrics.http;

import java.util.Objects;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.condition.ConditionEvaluationReport;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.server.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.filter.ServerHttpObservationFilter;

import dev.emp.metrics.MeterDefinitions;
import dev.emp.metrics.support.SupportAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HttpAutoConfiguration}.
 */
class HttpAutoConfigurationTests {

	private static final AutoConfigurations CONFIGURATIONS = AutoConfigurations.of(MetricsAutoConfiguration.class,
			CompositeMeterRegistryAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class,
			ObservationAutoConfiguration.class, SupportAutoConfiguration.class, HttpAutoConfiguration.class);

	private final WebApplicationContextRunner servlet = new WebApplicationContextRunner()
		.withConfiguration(CONFIGURATIONS);

	private final ReactiveWebApplicationContextRunner reactive = new ReactiveWebApplicationContextRunner()
		.withConfiguration(CONFIGURATIONS);

	@Test
	void recordsBesideTheMetricsOfSpringBoot() {
		this.servlet.run((context) -> {
			new ServerHttpObservationFilter(context.getBean(ObservationRegistry.class))
				.doFilter(new MockHttpServletRequest("GET", "/"), new MockHttpServletResponse(), new MockFilterChain());
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get("http.server.requests").timer().count()).isOne();
			assertThat(registry.get("http.request.duration").timer().count()).isOne();
			assertThat(registry.get("http.requests").counter().count()).isOne();
		});
	}

	@Test
	void recordsUnderItsNameWhateverTheObservationIsCalled() {
		this.servlet.run((context) -> {
			new ServerHttpObservationFilter(context.getBean(ObservationRegistry.class),
					new DefaultServerRequestObservationConvention("renamed"))
				.doFilter(new MockHttpServletRequest("GET", "/"), new MockHttpServletResponse(), new MockFilterChain());
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get("renamed").timer().count()).isOne();
			assertThat(registry.get("http.requests").counter().count()).isOne();
		});
	}

	@Test
	void countsNothingThatIsNotObserved() {
		this.servlet.withPropertyValues("management.observations.enable.http.server.requests=false").run((context) -> {
			new ServerHttpObservationFilter(context.getBean(ObservationRegistry.class))
				.doFilter(new MockHttpServletRequest("GET", "/"), new MockHttpServletResponse(), new MockFilterChain());
			assertThat(context.getBean(MeterRegistry.class).find("http.requests").meters()).isEmpty();
		});
	}

	@Test
	void handlesTheRequestsOfTheServerThatThereIs() {
		this.servlet.run((context) -> assertThat(context).hasSingleBean(RequestHandler.class)
			.hasSingleBean(ServletRequestHandler.class)
			.hasSingleBean(ActuatorTraffic.class)
			.hasBean("empHttpMeterDefinitions"));
		this.reactive.run((context) -> assertThat(context).hasSingleBean(RequestHandler.class)
			.hasSingleBean(ReactiveRequestHandler.class)
			.hasSingleBean(ActuatorTraffic.class));
	}

	@Test
	void doesWithoutServletsOnAReactiveServer() {
		this.reactive.withClassLoader(new FilteredClassLoader("jakarta.servlet"))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(ReactiveRequestHandler.class));
	}

	@Test
	void doesWithoutReactorInAServletContainer() {
		this.servlet.withClassLoader(new FilteredClassLoader("reactor", "org.reactivestreams"))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(ServletRequestHandler.class));
	}

	@Test
	void doesWithoutTheActuator() {
		this.servlet.withClassLoader(new FilteredClassLoader(ManagementPortType.class)).run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(ManagementTraffic.class);
			new ServerHttpObservationFilter(context.getBean(ObservationRegistry.class)).doFilter(
					new MockHttpServletRequest("GET", "/actuator"), new MockHttpServletResponse(),
					new MockFilterChain());
			assertThat(context.getBean(MeterRegistry.class).get("http.requests").tags("endpoint", "app").counter())
				.isNotNull();
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "emp.metrics.http.enabled", "emp.metrics.enabled" })
	void isOffByItsProperty(String property) {
		this.servlet.withPropertyValues(property + "=false").run((context) -> {
			assertOff(context);
			assertThat(reason(context.getSourceApplicationContext())).contains(property + " is false");
		});
	}

	@Test
	void isOffWithoutSpringWeb() {
		new ApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.withClassLoader(new FilteredClassLoader(ServerRequestObservationContext.class))
			.run((context) -> assertThat(reason(context.getSourceApplicationContext()))
				.contains("did not find required class"));
	}

	@Test
	void isOffInAnApplicationThatServesNothing() {
		new ApplicationContextRunner().withConfiguration(CONFIGURATIONS).run((context) -> {
			assertThat(context).doesNotHaveBean(HttpMetrics.class).doesNotHaveBean(RequestHandler.class);
			assertThat(reason(context.getSourceApplicationContext())).contains("web application");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "routes", "tag-sets" })
	void refusesALimitBelowOne(String limit) {
		this.servlet.withPropertyValues("emp.metrics.http.limits." + limit + "=0")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("emp.metrics.http.limits." + limit));
	}

	@Test
	void leavesNothingToReadAfterItsContext() {
		this.servlet.run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			new ServerHttpObservationFilter(context.getBean(ObservationRegistry.class))
				.doFilter(new MockHttpServletRequest("GET", "/"), new MockHttpServletResponse(), new MockFilterChain());
			assertThat(registry.find("http.requests").meters()).isNotEmpty();
			context.close();
			assertThat(registry.find("http.requests").meters()).isEmpty();
		});
	}

	private static void assertOff(AssertableWebApplicationContext context) {
		assertThat(context).doesNotHaveBean(HttpMetrics.class)
			.doesNotHaveBean(RequestHandler.class)
			.doesNotHaveBean("empHttpMeterDefinitions");
		assertThat(context.getBeansOfType(MeterDefinitions.class)).doesNotContainKey("empHttpMeterDefinitions");
	}

	private static String reason(ConfigurableApplicationContext context) {
		return Objects
			.requireNonNull(ConditionEvaluationReport.get(context.getBeanFactory())
				.getConditionAndOutcomesBySource()
				.get(HttpAutoConfiguration.class.getName()))
			.stream()
			.filter((condition) -> !condition.getOutcome().isMatch())
			.map((condition) -> condition.getOutcome().getMessage())
			.findFirst()
			.orElseThrow();
	}

}
