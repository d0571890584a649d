package dev.emp.metrics.support;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * The properties that the library has, those of features that are off included, as its
 * own metadata lists them.
 *
 * @param types the type of each property by its canonical name
 */
record KnownProperties(Map<ConfigurationPropertyName, String> types) {

	static final String PREFIX = "emp.metrics.";

	private static final Pattern INTERVAL = Pattern.compile("\\.(interval|fast|low)$");

	private static final String METADATA = "META-INF/spring-configuration-metadata.json";

	/**
	 * Name and type of a property as the annotation processor writes them. A parser of
	 * JSON costs a start more than a hundred times what this does.
	 */
	private static final Pattern PROPERTY = Pattern
		.compile("\\{\\s*\"name\": \"(emp\\.metrics\\.[^\"]+)\",\\s*\"type\": \"([^\"]+)\"");

	/**
	 * Read the metadata beside this class.
	 * @return the properties, none where there is no metadata, as in a native image
	 */
	static KnownProperties read() {
		String path = KnownProperties.class.getName().replace('.', '/') + ".class";
		URL type = KnownProperties.class.getResource("/" + path);
		if (type == null) {
			return new KnownProperties(Map.of());
		}
		String root = type.toExternalForm().substring(0, type.toExternalForm().length() - path.length());
		try {
			URLConnection connection = URI.create(root + METADATA).toURL().openConnection();
			// a cached jar would stay open
			connection.setUseCaches(false);
			try (InputStream metadata = connection.getInputStream()) {
				return of(new String(metadata.readAllBytes(), StandardCharsets.UTF_8));
			}
		}
		catch (IOException | IllegalArgumentException ex) {
			return new KnownProperties(Map.of());
		}
	}

	static KnownProperties of(String metadata) {
		Map<ConfigurationPropertyName, String> types = new TreeMap<>();
		int begin = metadata.indexOf("\"properties\": [");
		Matcher property = PROPERTY.matcher(metadata).region(Math.max(begin, 0), metadata.length());
		while (property.find()) {
			types.put(ConfigurationPropertyName.of(property.group(1)), property.group(2));
		}
		return new KnownProperties(types);
	}

	/**
	 * Whether something binds a property.
	 * @param name the name
	 * @param variable whether it is that of an environment variable, which has no other
	 * separator than the underscore
	 * @return whether it is a property, a part of a map or an element of a list
	 */
	boolean contains(ConfigurationPropertyName name, boolean variable) {
		return this.types.keySet().stream().anyMatch((known) -> isPartOf(known, name))
				|| (variable && this.types.keySet().stream().anyMatch((known) -> isVariableOf(known, name)));
	}

	/**
	 * Whether a property says how often something happens.
	 * @param name the name
	 * @return whether it is an interval, of which a number without a unit is in seconds
	 */
	boolean isInterval(ConfigurationPropertyName name) {
		return "java.time.Duration".equals(this.types.get(name)) && INTERVAL.matcher(name.toString()).find();
	}

	private boolean isPartOf(ConfigurationPropertyName known, ConfigurationPropertyName name) {
		if (!known.isAncestorOf(name)) {
			return known.equals(name);
		}
		int element = known.getNumberOfElements();
		return isMap(known)
				|| (isMany(known) && name.isNumericIndex(element) && name.getNumberOfElements() == element + 1);
	}

	private boolean isVariableOf(ConfigurationPropertyName known, ConfigurationPropertyName name) {
		String own = uniform(known);
		String other = uniform(name);
		if (!other.startsWith(own)) {
			return false;
		}
		String rest = other.substring(own.length());
		return rest.isEmpty() || isMap(known) || (isMany(known) && rest.chars().allMatch(Character::isDigit));
	}

	private boolean isMap(ConfigurationPropertyName known) {
		return this.types.getOrDefault(known, "").startsWith("java.util.Map<");
	}

	private boolean isMany(ConfigurationPropertyName known) {
		return this.types.getOrDefault(known, "").contains("<");
	}

	/**
	 * The property that was probably meant.
	 * @param name a name that is not known
	 * @return the nearest property, or null if none is near
	 */
	@Nullable String nearest(ConfigurationPropertyName name) {
		String wrong = name.toString().substring(PREFIX.length());
		String nearest = null;
		int least = Math.max(2, wrong.length() / 3) + 1;
		for (ConfigurationPropertyName known : this.types.keySet()) {
			String right = known.toString().substring(PREFIX.length());
			int distance = (right.equals(wrong + ".enabled") || right.endsWith("." + wrong) || known.isAncestorOf(name))
					? 0 : distance(wrong, right);
			if (distance < least) {
				nearest = known.toString();
				least = distance;
			}
		}
		return nearest;
	}

	/**
	 * The edit distance of Levenshtein.
	 * @param from one text
	 * @param to the other
	 * @return the number of characters to add, remove or replace
	 */
	static int distance(String from, String to) {
		int[] row = new int[to.length() + 1];
		Arrays.setAll(row, (column) -> column);
		for (int i = 1; i <= from.length(); i++) {
			int diagonal = row[0];
			row[0] = i;
			for (int j = 1; j <= to.length(); j++) {
				int replaced = diagonal + ((from.charAt(i - 1) == to.charAt(j - 1)) ? 0 : 1);
				diagonal = row[j];
				row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
			}
		}
		return row[to.length()];
	}

	private static String uniform(ConfigurationPropertyName name) {
		return name.toString().replaceAll("[^a-z0-9]", "");
	}

}
