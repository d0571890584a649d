package dev.emp.metrics.benchmarks;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.springframework.context.annotation.AnnotatedBeanDefinitionReader;
import org.springframework.http.server.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.observation.ServerHttpObservationDocumentation;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockServletContext;
import org.springframework.web.context.support.GenericWebApplicationContext;

import dev.emp.metrics.http.HttpAutoConfiguration;
import dev.emp.metrics.support.SupportAutoConfiguration;

/**
 * What one HTTP request costs beyond the observation that Spring makes of it.
 */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init")
public class RequestBenchmark {

	@Param("otlp")
	private String registry = "";

	private final MockHttpServletRequest request = new MockHttpServletRequest("GET", "/items/1");

	private final MockHttpServletResponse response = new MockHttpServletResponse();

	private final ObservationRegistry observed = ObservationRegistry.create();

	private final ObservationRegistry metered = ObservationRegistry.create();

	private final ObservationRegistry ofBoot = ObservationRegistry.create();

	private GenericWebApplicationContext context;

	@Setup(Level.Trial)
	public void start() {
		this.context = new GenericWebApplicationContext(new MockServletContext());
		this.context.registerBean(MeterRegistry.class, () -> Registries.of(this.registry));
		new AnnotatedBeanDefinitionReader(this.context).register(SupportAutoConfiguration.class,
				HttpAutoConfiguration.class);
		this.context.refresh();
		this.observed.observationConfig().observationHandler((ignored) -> true);
		this.metered.observationConfig()
			.observationHandler(this.context.getBean("empServletRequestHandler", ObservationHandler.class));
		this.ofBoot.observationConfig()
			.observationHandler(new DefaultMeterObservationHandler(this.context.getBean(MeterRegistry.class)));
	}

	@TearDown(Level.Trial)
	public void stop() {
		this.context.close();
	}

	@Benchmark
	public Object observedAlone() {
		return request(this.observed);
	}

	@Benchmark
	public Object metered() {
		return request(this.metered);
	}

	@Benchmark
	public Object meteredByBoot() {
		return request(this.ofBoot);
	}

	private Object request(ObservationRegistry registry) {
		ServerRequestObservationContext context = new ServerRequestObservationContext(this.request, this.response);
		context.setPathPattern("/items/{id}");
		Observation observation = ServerHttpObservationDocumentation.HTTP_SERVLET_SERVER_REQUESTS.start(null,
				new DefaultServerRequestObservationConvention(), () -> context, registry);
		observation.stop();
		return observation;
	}

}
