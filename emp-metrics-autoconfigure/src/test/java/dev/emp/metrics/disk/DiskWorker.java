package dev.emp.metrics.disk;

import java.time.Duration;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.emp.metrics.support.SupportAutoConfiguration;

/**
 * A process with nothing but the metrics of disk space, for a world that a test makes.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({ SupportAutoConfiguration.class, DiskAutoConfiguration.class })
public class DiskWorker {

	@Bean
	MeterRegistry registry() {
		return new SimpleMeterRegistry();
	}

	/**
	 * Run until the path has its series or failed, and tell of its total.
	 * @param arguments properties
	 */
	public static void main(String[] arguments) {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(DiskWorker.class)
			.web(WebApplicationType.NONE)
			.run(arguments)) {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> total(registry) != null || failed(registry));
			Gauge total = total(registry);
			System.out.println("total " + ((total != null) ? (long) total.value() : "unknown"));
		}
	}

	private static @Nullable Gauge total(MeterRegistry registry) {
		return registry.find("disk.usage").tag("type", "total").gauge();
	}

	private static boolean failed(MeterRegistry registry) {
		Counter errors = registry.find("emp.metrics.source.errors").counter();
		return errors != null && errors.count() > 0;
	}

}
