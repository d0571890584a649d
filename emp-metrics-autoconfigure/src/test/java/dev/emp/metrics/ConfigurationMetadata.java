package dev.emp.metrics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.jayway.jsonpath.JsonPath;
import org.springframework.core.io.UrlResource;

/**
 * The metadata of configuration properties, as the annotation processor writes it.
 *
 * @param json the parsed file
 */
record ConfigurationMetadata(Map<String, Object> json) {

	/**
	 * The metadata of this module's own properties.
	 * @return what the compilation of the main code wrote
	 */
	static ConfigurationMetadata read() {
		// by the location of a class, since other modules have a file of this name too
		String classes = EmpMetricsProperties.class.getProtectionDomain().getCodeSource().getLocation().toString();
		try {
			return parse(UrlResource.from(classes + "META-INF/spring-configuration-metadata.json")
				.getContentAsString(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static ConfigurationMetadata parse(String json) {
		return new ConfigurationMetadata(JsonPath.parse(json).json());
	}

	/**
	 * The items of one kind.
	 * @param kind {@code groups}, {@code properties} or {@code hints}
	 * @return the items in their order
	 */
	@SuppressWarnings("unchecked")
	List<Map<String, Object>> items(String kind) {
		return (List<Map<String, Object>>) this.json.getOrDefault(kind, List.of());
	}

	/**
	 * One field of an item as text.
	 * @param item a group, a property or a hint
	 * @param field the name of the field
	 * @return its text, empty if there is none
	 */
	static String text(Map<String, Object> item, String field) {
		return Objects.toString(item.get(field), "");
	}

}
