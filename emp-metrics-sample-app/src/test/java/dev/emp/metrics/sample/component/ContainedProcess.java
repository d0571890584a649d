package dev.emp.metrics.sample.component;

import java.time.Duration;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * An application that does nothing but print the metrics of its container each second.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class ContainedProcess {

	/** Ends what was printed at one moment. */
	static final String END = "---";

	@Bean
	MeterRegistry registry() {
		return new SimpleMeterRegistry();
	}

	public static void main(String[] args) throws InterruptedException {
		ConfigurableApplicationContext context = new SpringApplicationBuilder(ContainedProcess.class)
			.web(WebApplicationType.NONE)
			.properties("emp.metrics.container.interval=1s", "spring.main.banner-mode=off",
					"management.otlp.metrics.export.enabled=false")
			.run(args);
		MeterRegistry registry = context.getBean(MeterRegistry.class);
		while (context.isActive()) {
			registry.getMeters()
				.stream()
				.filter((meter) -> meter.getId().getName().startsWith("container."))
				.map(ContainedProcess::line)
				.forEach(System.out::println);
			System.out.println(END);
			Thread.sleep(Duration.ofSeconds(1).toMillis());
		}
	}

	private static String line(Meter meter) {
		return meter.getId().getName() + meter.getId()
			.getTags()
			.stream()
			.map((tag) -> tag.getKey() + "=" + tag.getValue())
			.collect(Collectors.joining(",", "{", "}")) + " " + meter.measure().iterator().next().getValue();
	}

}
