package dev.emp.metrics.sample.lifecycle;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.ConfigurableApplicationContext;

import dev.emp.metrics.MeterDefinitions;

/**
 * A registry that outlives the contexts that use it, since it cannot be closed.
 */
final class KeptRegistry extends SimpleMeterRegistry {

	/**
	 * Make this the registry that everything is registered in, and no composite.
	 * @param context the context that uses it
	 */
	void addAsTheOneOf(ConfigurableApplicationContext context) {
		RootBeanDefinition definition = new RootBeanDefinition(KeptRegistry.class, () -> this);
		definition.setPrimary(true);
		((BeanDefinitionRegistry) context.getBeanFactory()).registerBeanDefinition("keptRegistry", definition);
	}

	void addTo(ConfigurableApplicationContext context) {
		context.getBeanFactory().registerSingleton("keptRegistry", this);
	}

	/**
	 * The meters here that the library defines.
	 * @param names the names that it defines
	 * @return the names that are present
	 */
	List<String> named(Set<String> names) {
		return getMeters().stream().map((meter) -> meter.getId().getName()).filter(names::contains).sorted().toList();
	}

	double sum(String name, String... tags) {
		return find(name).tags(tags).meters().stream().mapToDouble(KeptRegistry::value).sum();
	}

	private static double value(Meter meter) {
		return meter.measure().iterator().next().getValue();
	}

	static Set<String> namesDefinedIn(ConfigurableApplicationContext context) {
		return context.getBeanProvider(MeterDefinitions.class)
			.stream()
			.flatMap((definitions) -> definitions.all().stream())
			.map((definition) -> definition.spec().name())
			.collect(Collectors.toSet());
	}

	@Override
	public void close() {
	}

}
