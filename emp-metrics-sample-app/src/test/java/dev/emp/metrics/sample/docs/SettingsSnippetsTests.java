package dev.emp.metrics.sample.docs;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the settings which the pages show are known, and their values fit.
 */
class SettingsSnippetsTests {

	private static final KnownSettings KNOWN = KnownSettings.read();

	private static final Pattern PROPERTY = Pattern
		.compile("(?:emp\\.metrics|management|spring)(?:\\.[a-z0-9-]+)+(?=(=.*)?$)");

	// read by the bean that the page shows
	private static final String CLOUDWATCH = "management.cloudwatch.";

	// of a module that the starter does not bring
	private static final String TRACING = "management.tracing.";

	@ParameterizedTest
	@MethodSource("settings")
	void blocksAreKnownAndTheirValuesFit(String page, String name, String value) {
		String type = KNOWN.typeOf(name);
		assertThat(type).as("%s of %s", name, page).isNotNull();
		if (!value.contains("${")) {
			assertThat(convert(value, String.valueOf(type))).as("%s of %s", name, page).isNotNull();
		}
	}

	@ParameterizedTest
	@MethodSource("pages")
	void propertiesOfTheProseAreKnown(Page page) {
		Set<String> meters = meters();
		assertThat(page.inlineCode()
			.stream()
			.filter((code) -> PROPERTY.matcher(code).lookingAt() && !code.startsWith(TRACING))).allSatisfy((code) -> {
				String name = code.replaceFirst("=.*", "");
				assertThat(
						KNOWN.knows(name) || meters.stream().anyMatch((meter) -> (meter + ".").startsWith(name + ".")))
					.as("%s of %s", code, page)
					.isTrue();
			});
	}

	@ParameterizedTest
	@MethodSource("compose")
	void variablesOfContainersAreKnown(String page, String name) {
		Set<String> variables = new TreeSet<>(variables());
		KNOWN.types().keySet().forEach((known) -> variables.add(variable(known)));
		assertThat(variables).as("variables of %s", page).contains(name);
	}

	static Stream<Page> pages() {
		return Page.all().stream();
	}

	static Stream<Object[]> settings() {
		List<Object[]> settings = new ArrayList<>();
		pages().forEach((page) -> Stream
			.concat(page.blocks("properties").stream().map(SettingsSnippetsTests::properties),
					page.blocks("yaml").stream().map(SettingsSnippetsTests::yaml))
			.flatMap((block) -> block.entrySet().stream())
			.filter((entry) -> PROPERTY.matcher(entry.getKey()).matches() && !entry.getKey().startsWith(CLOUDWATCH))
			.forEach((entry) -> settings.add(new Object[] { page.name(), entry.getKey(), entry.getValue() })));
		return settings.stream();
	}

	static Stream<Object[]> compose() {
		return pages().flatMap((page) -> page.blocks("yaml")
			.stream()
			.flatMap((block) -> yaml(block).keySet().stream())
			.filter((key) -> key.contains(".environment."))
			.map((key) -> new Object[] { page.name(), key.replaceFirst(".*\\.", "") }));
	}

	private static Map<String, String> properties(String block) {
		Properties properties = new Properties();
		try {
			properties.load(new StringReader(block));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return strings(properties);
	}

	private static Map<String, String> yaml(String block) {
		YamlPropertiesFactoryBean yaml = new YamlPropertiesFactoryBean();
		yaml.setResources(new ByteArrayResource(block.getBytes(StandardCharsets.UTF_8)));
		Properties properties = yaml.getObject();
		assertThat(properties).isNotNull().isNotEmpty();
		return strings(properties);
	}

	private static Map<String, String> strings(Properties properties) {
		Map<String, String> strings = new TreeMap<>();
		properties.forEach((key, value) -> strings.put(String.valueOf(key), String.valueOf(value)));
		return strings;
	}

	private static @Nullable Object convert(String value, String type) {
		Class<?> target = ClassUtils.resolveClassName(type.replaceFirst("<.*", ""), null);
		return ApplicationConversionService.getSharedInstance().convert(value, target);
	}

	private static Set<String> meters() {
		Set<String> meters = new TreeSet<>();
		Page.of("docs/meters.md").inlineCode().forEach(meters::add);
		return meters;
	}

	private static Set<String> variables() {
		return new TreeSet<>(Page.of("docs/configuration.md").inlineCode());
	}

	private static String variable(String property) {
		return property.replace(".", "_").replace("-", "").toUpperCase(Locale.ROOT);
	}

}
