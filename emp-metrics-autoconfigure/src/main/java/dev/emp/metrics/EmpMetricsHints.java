package dev.emp.metrics;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.boot.context.properties.bind.BindableRuntimeHintsRegistrar;

/**
 * Keeps in a native image what is read before there are beans, or by its name. Spring
 * itself keeps the types in {@code spring.factories} and the properties that are beans.
 */
class EmpMetricsHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.resources()
			.registerPattern("META-INF/spring/org.springframework.boot.autoconfigure.AutoConfiguration.imports");
		hints.resources().registerPattern(LibraryVersion.FILE);
		BindableRuntimeHintsRegistrar.forTypes(EmpMetricsProperties.class, IdentityProperties.class)
			.registerHints(hints);
	}

}
