package dev.emp.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the generated pages say what the code says, and writes them when asked to.
 */
@DisabledIfSystemProperty(named = "emp.docs.check", matches = "false")
class DocumentationTests {

	private static final Path DOCS = Path.of(System.getProperty("basedir", "."), "..", "docs").normalize();

	private static final String UPDATE = "./mvnw -pl emp-metrics-autoconfigure test -Dtest=DocumentationTests "
			+ "-Demp.docs.update=true";

	@Test
	void metersAreAsDefined() throws IOException {
		check("meters.md", MeterDocumentation.write());
	}

	@Test
	void propertiesAreAsDefined() throws IOException {
		check("configuration.md", PropertyDocumentation.update(read("configuration.md")));
	}

	private static String read(String page) throws IOException {
		Path file = DOCS.resolve(page);
		// a checkout on Windows may have other line ends
		return Files.exists(file) ? Files.readString(file).replace("\r\n", "\n") : "";
	}

	private static void check(String page, String text) throws IOException {
		Path file = DOCS.resolve(page);
		if (Boolean.getBoolean("emp.docs.update")) {
			Files.createDirectories(DOCS);
			Files.writeString(file, text);
		}
		assertThat(read(page)).as("docs/%s, which is updated by: %s", page, UPDATE).isEqualTo(text);
	}

}
