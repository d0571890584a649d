package dev.emp.metrics.benchmarks.machine;

import java.util.List;
import java.util.Map;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

import dev.emp.metrics.support.SampledSource;
import dev.emp.metrics.support.SampledSources;

/**
 * A context with nothing but a registry, the ground and features of the machine, with all
 * of their meters.
 */
final class MachineContext implements AutoCloseable {

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	MachineContext(Map<String, Object> properties, Class<?>... features) {
		this.context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("benchmark", properties));
		this.context.getEnvironment()
			.getPropertySources()
			.addLast(new MapPropertySource("all", Map.of("management.metrics.enable.all", "true")));
		ConfigurationPropertySources.attach(this.context.getEnvironment());
		this.context.registerBean(MeterRegistry.class, () -> this.registry);
		this.context.register(features);
		this.context.refresh();
	}

	SimpleMeterRegistry registry() {
		return this.registry;
	}

	List<SampledSource<?>> sources() {
		return this.context.getBeanProvider(SampledSources.class)
			.orderedStream()
			.<SampledSource<?>>flatMap((feature) -> feature.all().stream())
			.toList();
	}

	@Override
	public void close() {
		this.context.close();
	}

}
