package dev.emp.metrics;

import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.convert.ConversionFailedException;

/**
 * Reports a property of ours whose text has not the form of its type, with the remedy
 * that Boot's own report cannot know.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
class InvalidPropertyFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
		ConfigurationProperty property = cause.getProperty();
		if (property == null || !property.getName().toString().startsWith("emp.metrics.")) {
			return null;
		}
		String form = form(type(cause));
		return new FailureAnalysis(
				"The property %s is '%s', which is not %s.".formatted(property.getName(), property.getValue(), form),
				"Set %s%s to %s, or remove it for the default (see %s).".formatted(property.getName(),
						variables(property.getName().toString()), form, Documentation.CONFIGURATION),
				cause);
	}

	private static String variables(String property) {
		String[] variables = VariablesEnvironmentPostProcessor.VARIABLES.get(property);
		return (variables != null) ? " (or the variable " + String.join(" or ", variables) + ")" : "";
	}

	/**
	 * The type that the text was to become: that of an element, where it is a list's.
	 * @param cause the failure of the property
	 * @return the type
	 */
	private static Class<?> type(BindException cause) {
		Class<?> type = cause.getTarget().getType().resolve(Object.class);
		for (Throwable ex = cause; ex != null; ex = ex.getCause()) {
			if (ex instanceof ConversionFailedException conversion) {
				type = conversion.getTargetType().getType();
			}
		}
		return type;
	}

	private static String form(Class<?> type) {
		if (type == Duration.class) {
			return "a duration such as 30s";
		}
		if (type == Boolean.class || type == boolean.class) {
			return "true or false";
		}
		if (type == Integer.class || type == int.class) {
			return "a whole number";
		}
		if (type.isEnum()) {
			return "one of " + Stream.of(type.getEnumConstants())
				.map((constant) -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-'))
				.collect(Collectors.joining(", "));
		}
		return "a " + type.getSimpleName();
	}

}
