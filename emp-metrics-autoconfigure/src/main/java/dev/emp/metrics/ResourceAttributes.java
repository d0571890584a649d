package dev.emp.metrics;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * The resource attributes in force, as Boot composes them for its OTLP registry: those of
 * {@code OTEL_RESOURCE_ATTRIBUTES}, and above them those of its property.
 */
final class ResourceAttributes {

	static final String PROPERTY = "management.opentelemetry.resource-attributes";

	private static final Pattern NO_CODE = Pattern.compile("=[^,]*%(?![0-9a-fA-F]{2})");

	private final Map<String, String> values;

	private ResourceAttributes(Map<String, String> values) {
		this.values = values;
	}

	static ResourceAttributes of(Environment environment, UnaryOperator<@Nullable String> variables) {
		Map<String, String> values = new LinkedHashMap<>();
		String variable = variables.apply("OTEL_RESOURCE_ATTRIBUTES");
		for (String attribute : StringUtils.tokenizeToStringArray(variable, ",")) {
			String[] pair = attribute.split("=", 2);
			if (pair.length == 2) {
				values.put(pair[0].trim(), decode(pair[1].trim()));
			}
		}
		values.putAll(
				Binder.get(environment).bind(PROPERTY, Bindable.mapOf(String.class, String.class)).orElse(Map.of()));
		return new ResourceAttributes(values);
	}

	/**
	 * Refuse headers that Boot cannot decode: it stops the start as well, and names
	 * neither the variable nor the remedy.
	 * @param variables reads environment variables
	 * @throws InvalidSettingException if a percent sign is not the beginning of a code
	 */
	static void checkHeaders(UnaryOperator<@Nullable String> variables) {
		for (String signal : new String[] { "", "METRICS_", "TRACES_", "LOGS_" }) {
			String name = "OTEL_EXPORTER_OTLP_" + signal + "HEADERS";
			String value = variables.apply(name);
			if (value != null && NO_CODE.matcher(value).find()) {
				throw new InvalidSettingException("The variable " + name, "******",
						"has a percent sign that two hexadecimal digits do not follow",
						"Write %25 for a percent sign.");
			}
		}
	}

	boolean contains(String key) {
		return this.values.containsKey(key);
	}

	@Nullable String get(String key) {
		String value = this.values.get(key);
		return StringUtils.hasText(value) ? value : null;
	}

	private static String decode(String value) {
		try {
			return StringUtils.uriDecode(value, StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			// Boot itself stops at it, where it sends by OTLP
			return value;
		}
	}

}
