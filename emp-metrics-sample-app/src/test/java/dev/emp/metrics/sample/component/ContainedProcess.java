package dev.emp.metrics.sample.component;

import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * An application that does nothing but print the metrics of its container each second.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class ContainedProcess {

	/** Ends what was printed at one moment. */
	static final String END = "---";

	@Bean
	MeterRegistry registry() {
		return new SimpleMeterRegistry();
	}

	/**
	 * Start the application.
	 * @param args the arguments of the application
	 */
	public static void main(String[] args) {
		MeterRegistry registry = new SpringApplicationBuilder(ContainedProcess.class).web(WebApplicationType.NONE)
			.properties("emp.metrics.container.interval=1s", "management.metrics.enable.container=true",
					"spring.main.banner-mode=off", "management.otlp.metrics.export.enabled=false")
			.run(args)
			.getBean(MeterRegistry.class);
		var unused = Executors.newSingleThreadScheduledExecutor()
			.scheduleAtFixedRate(() -> print(registry), 1, 1, TimeUnit.SECONDS);
	}

	private static void print(MeterRegistry registry) {
		registry.getMeters()
			.stream()
			.filter((meter) -> meter.getId().getName().startsWith("container."))
			.map(ContainedProcess::line)
			.forEach(System.out::println);
		System.out.println(END);
	}

	private static String line(Meter meter) {
		return meter.getId().getName() + meter.getId()
			.getTags()
			.stream()
			.map((tag) -> tag.getKey() + "=" + tag.getValue())
			.collect(Collectors.joining(",", "{", "}")) + " " + meter.measure().iterator().next().getValue();
	}

}
