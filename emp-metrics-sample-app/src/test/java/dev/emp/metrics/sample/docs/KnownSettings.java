package dev.emp.metrics.sample.docs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.json.JsonParserFactory;

/**
 * The properties that the metadata on the class path describe.
 *
 * @param types the Java types by the names of the properties
 */
record KnownSettings(Map<String, String> types) {

	private static final String METADATA = "META-INF/spring-configuration-metadata.json";

	static KnownSettings read() {
		Map<String, String> types = new TreeMap<>();
		try {
			for (URL url : Collections.list(KnownSettings.class.getClassLoader().getResources(METADATA))) {
				add(url, types);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return new KnownSettings(types);
	}

	private static void add(URL url, Map<String, String> types) throws IOException {
		try (InputStream in = url.openStream()) {
			String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
			Object properties = JsonParserFactory.getJsonParser().parseMap(text).getOrDefault("properties", List.of());
			for (Object property : (List<?>) properties) {
				Map<?, ?> described = (Map<?, ?>) property;
				types.put(String.valueOf(described.get("name")), String.valueOf(described.get("type")));
			}
		}
	}

	/**
	 * Find the type of a property, also of one within a map.
	 * @param name the name
	 * @return the type, or {@code null} if no such property is known
	 */
	@Nullable String typeOf(String name) {
		String type = this.types.get(name);
		for (int dot = name.lastIndexOf('.'); type == null && dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
			String map = this.types.getOrDefault(name.substring(0, dot), "");
			type = map.startsWith("java.util.Map<") ? map.replaceFirst(".*,\\s*(.*)>", "$1") : null;
		}
		return type;
	}

	/**
	 * Whether a name is that of a property, or of several by their first parts.
	 * @param name the name
	 * @return whether it is known
	 */
	boolean knows(String name) {
		return typeOf(name) != null || this.types.keySet().stream().anyMatch((known) -> known.startsWith(name + "."));
	}

}
