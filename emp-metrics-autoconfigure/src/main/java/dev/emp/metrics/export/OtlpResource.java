package dev.emp.metrics.export;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Whose metrics a request of OTLP has, as the attributes of its resource say.
 */
final class OtlpResource {

	/** From the request to an attribute: resource_metrics, resource, attributes. */
	private static final int DEPTH = 3;

	private static final int KEY = 1;

	private static final int VALUE = 2;

	private static final int TEXT = 1;

	private static final String ENVIRONMENT = "deployment.environment.name";

	/** Its name before version 1.27 of the semantic conventions. */
	private static final String FORMER_ENVIRONMENT = "deployment.environment";

	/** What a service that is deployed anew keeps, and what it is where it is not set. */
	private static final Map<String, String> SERVICE = Map.of("service.name", "unknown_service", "service.namespace",
			"", ENVIRONMENT, "");

	private OtlpResource() {
	}

	/**
	 * Whether two resources are of one service in one environment.
	 * @param one the attributes of the one
	 * @param other the attributes of the other
	 * @return whether they are
	 */
	static boolean isOneService(Map<String, String> one, Map<String, String> other) {
		return SERVICE.entrySet()
			.stream()
			.allMatch((attribute) -> value(one, attribute).equals(value(other, attribute)));
	}

	private static String value(Map<String, String> attributes, Map.Entry<String, String> wanted) {
		String otherwise = wanted.getKey().equals(ENVIRONMENT)
				? attributes.getOrDefault(FORMER_ENVIRONMENT, wanted.getValue()) : wanted.getValue();
		return attributes.getOrDefault(wanted.getKey(), otherwise);
	}

	/**
	 * The attributes that are texts.
	 * @param message the request, not compressed
	 * @return the texts by their names
	 */
	static Map<String, String> attributes(byte[] message) {
		Map<String, String> attributes = new HashMap<>();
		collect(message, new WireReader(message, 0, message.length), 1, attributes);
		return attributes;
	}

	private static void collect(byte[] message, WireReader fields, int level, Map<String, String> attributes) {
		while (fields.next()) {
			// at each level it is the first field
			if (fields.isMessage(1)) {
				WireReader inner = new WireReader(message, fields.valueStart(), fields.end());
				if (level < DEPTH) {
					collect(message, inner, level + 1, attributes);
				}
				else {
					add(message, inner, attributes);
				}
			}
		}
	}

	private static void add(byte[] message, WireReader attribute, Map<String, String> attributes) {
		String name = "";
		while (attribute.next()) {
			if (attribute.isMessage(KEY)) {
				name = text(message, attribute);
			}
			else if (attribute.isMessage(VALUE)) {
				WireReader value = new WireReader(message, attribute.valueStart(), attribute.end());
				if (value.next() && value.isMessage(TEXT)) {
					attributes.put(name, text(message, value));
				}
			}
		}
	}

	private static String text(byte[] message, WireReader field) {
		return new String(message, field.valueStart(), field.end() - field.valueStart(), StandardCharsets.UTF_8);
	}

}
