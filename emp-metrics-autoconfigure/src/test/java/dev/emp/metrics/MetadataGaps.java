package dev.emp.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/**
 * Finds what the metadata of configuration properties lacks for a reader of the
 * documentation or a user of an editor.
 */
final class MetadataGaps {

	private static final Pattern TYPE_NAME = Pattern.compile("[\\w.$]+");

	private final List<Map<String, Object>> hints;

	private final List<String> gaps = new ArrayList<>();

	private MetadataGaps(List<Map<String, Object>> hints) {
		this.hints = hints;
	}

	/**
	 * Check metadata.
	 * @param metadata the metadata of a module
	 * @return a sentence for each gap
	 */
	static List<String> of(ConfigurationMetadata metadata) {
		MetadataGaps found = new MetadataGaps(metadata.items("hints"));
		metadata.items("groups").forEach(found::checkDescription);
		metadata.items("properties").forEach(found::checkProperty);
		if (metadata.items("properties").isEmpty()) {
			found.gaps.add("There is no property");
		}
		return found.gaps;
	}

	private void checkProperty(Map<String, Object> property) {
		checkDescription(property);
		String type = ConfigurationMetadata.text(property, "type");
		if (type.isBlank()) {
			gap(property, "has no type");
		}
		if (type.equals("java.lang.Boolean")
				&& !ConfigurationMetadata.text(property, "description").startsWith("Whether ")) {
			gap(property, "is boolean, and its description does not begin with 'Whether'");
		}
		if (property.get("defaultValue") == null) {
			gap(property, "has no default: use @DefaultValue or additional-spring-configuration-metadata.json");
		}
		if (TYPE_NAME.matcher(type).results().anyMatch((match) -> isEnum(match.group())) && !hasHint(property)) {
			gap(property, "has an enumeration as its type, and no hint names the values");
		}
	}

	private void checkDescription(Map<String, Object> item) {
		String description = ConfigurationMetadata.text(item, "description");
		if (description.isBlank()) {
			gap(item, "has no description");
		}
		else if (!Character.isUpperCase(description.codePointAt(0))) {
			gap(item, "has a description that does not begin as a sentence");
		}
		if (description.contains("{@")) {
			gap(item, "has a description with a Javadoc tag left in it");
		}
	}

	private boolean hasHint(Map<String, Object> property) {
		String name = ConfigurationMetadata.text(property, "name");
		List<String> names = List.of(name, name + ".keys", name + ".values");
		return this.hints.stream()
			.filter((hint) -> names.contains(ConfigurationMetadata.text(hint, "name")))
			.flatMap((hint) -> Stream.of(hint.get("values"), hint.get("providers")))
			.anyMatch(MetadataGaps::isFilled);
	}

	private void gap(Map<String, Object> item, String problem) {
		this.gaps.add(ConfigurationMetadata.text(item, "name") + " " + problem);
	}

	private static boolean isFilled(@Nullable Object list) {
		return list instanceof List<?> values && !values.isEmpty();
	}

	private static boolean isEnum(String type) {
		ClassLoader classLoader = MetadataGaps.class.getClassLoader();
		return ClassUtils.isPresent(type, classLoader) && ClassUtils.resolveClassName(type, classLoader).isEnum();
	}

}
