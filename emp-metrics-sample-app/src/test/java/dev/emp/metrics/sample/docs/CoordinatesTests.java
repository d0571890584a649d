package dev.emp.metrics.sample.docs;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the coordinates which the pages show are those of the modules, for Maven and
 * for Gradle.
 */
class CoordinatesTests {

	private static final Pattern GRADLE = Pattern.compile("\\w+\\(\"([^:\"]+):([^:\"]+):([^:\"]+)\"\\)");

	@ParameterizedTest
	@MethodSource("xml")
	void elementsForMavenAreRight(String xml) throws Exception {
		Element element = DocumentBuilderFactory.newInstance()
			.newDocumentBuilder()
			.parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)))
			.getDocumentElement();
		assertThat(element.getTagName()).isIn("dependency", "plugin");
		String artifact = text(element, "artifactId");
		if (artifact.startsWith("emp-metrics")) {
			assertModule(text(element, "groupId"), artifact, text(element, "version"));
		}
	}

	@Test
	void theReadmeShowsThoseForGradle() {
		List<String> blocks = Page.of("README.md").blocks("gradle");
		assertThat(blocks).isNotEmpty()
			.allSatisfy((block) -> assertThat(GRADLE.matcher(block).results()).hasSize(1)
				.allSatisfy((found) -> assertModule(found.group(1), found.group(2), found.group(3))));
	}

	static Stream<String> xml() {
		return Page.all().stream().flatMap((page) -> page.blocks("xml").stream());
	}

	private static void assertModule(String group, String artifact, String version) {
		String parent = Page.of("pom.xml").text();
		assertThat(parent).contains("<groupId>" + group + "</groupId>", "<revision>" + version + "</revision>");
		assertThat(Page.of(artifact + "/pom.xml").text()).contains("<artifactId>" + artifact + "</artifactId>");
	}

	private static String text(Element element, String name) {
		return element.getElementsByTagName(name).item(0).getTextContent();
	}

}
