package dev.emp.metrics.gpu;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.emp.metrics.support.SampledRow;
import dev.emp.metrics.support.SampledSource;
import dev.emp.metrics.support.SampledSources;
import dev.emp.metrics.support.SupportAutoConfiguration;

/**
 * A process with nothing but the metrics of GPUs, and a source of its own that must go on
 * whatever becomes of these.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({ SupportAutoConfiguration.class, GpuAutoConfiguration.class })
public class GpuWorker {

	@Bean
	MeterRegistry registry() {
		return new SimpleMeterRegistry();
	}

	@Bean
	SampledSources others(Other other) {
		return new SampledSources(List.of(other));
	}

	@Bean
	Other other() {
		return new Other();
	}

	/**
	 * Run until a meter is there, and tell of each meter and thread.
	 * @param arguments the name of the meter, and properties
	 */
	public static void main(String[] arguments) {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(GpuWorker.class)
			.web(WebApplicationType.NONE)
			.run(arguments)) {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			Other other = context.getBean(Other.class);
			Awaitility.await()
				.atMost(Duration.ofSeconds(60))
				.until(() -> other.reads.get() >= 4 && registry.find(arguments[0]).meter() != null);
			int reads = other.reads.get();
			Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> other.reads.get() > reads + 1);
			registry.getMeters().forEach((meter) -> System.out.println("meter " + meter.getId()));
		}
	}

	/**
	 * A source without rows, which is read each second.
	 */
	static final class Other implements SampledSource<Object> {

		private final AtomicInteger reads = new AtomicInteger();

		@Override
		public String name() {
			return "other";
		}

		@Override
		public Object read() {
			return this.reads.incrementAndGet();
		}

		@Override
		public List<SampledRow<Object>> rows(Object snapshot) {
			return List.of();
		}

		@Override
		public Duration interval() {
			return Duration.ofSeconds(1);
		}

	}

}
