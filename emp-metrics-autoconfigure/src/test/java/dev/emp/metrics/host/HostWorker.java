package dev.emp.metrics.host;

import java.time.Duration;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.emp.metrics.support.SupportAutoConfiguration;

/**
 * A process with nothing but the metrics of the machine, for a world that a test makes.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({ SupportAutoConfiguration.class, HostAutoConfiguration.class })
public class HostWorker {

	@Bean
	MeterRegistry registry() {
		return new SimpleMeterRegistry();
	}

	/**
	 * Run until the machine was read twice or failed, and tell of its interfaces.
	 * @param arguments properties
	 */
	public static void main(String[] arguments) {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(HostWorker.class)
			.web(WebApplicationType.NONE)
			.properties("emp.metrics.host.interval=1s")
			.run(arguments)) {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			Awaitility.await()
				.atMost(Duration.ofSeconds(60))
				.until(() -> !registry.find("system.cpu.utilization").gauges().isEmpty() || failed(registry));
			System.out.println("read " + !failed(registry));
			registry.find("system.network.io")
				.counters()
				.forEach((counter) -> System.out.println("interface " + counter.getId()));
		}
	}

	private static boolean failed(MeterRegistry registry) {
		return registry.find("emp.metrics.source.errors").counters().stream().mapToDouble(Counter::count).sum() > 0;
	}

}
