package dev.emp.metrics.starter.readme;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that what the README shows is code that works where a component scan finds it.
 */
@SpringBootTest
class ReadmeTests {

	private static final Path README = Path.of("../README.md");

	private static final Path HERE = Path.of("src/test/java/dev/emp/metrics/starter/readme");

	private static final Pattern REGION = Pattern.compile("(?ms)^// tag::(\\S+)\\[]\\n(.*?)\\n// end::\\1\\[]$");

	private static final Pattern BLOCK = Pattern.compile("(?ms)^```java\\n(.*?)\\n```$");

	@Autowired
	private MeterRegistry registry;

	@Test
	void theExampleCounts(@Autowired RenderHandler handler) {
		handler.render(new RenderHandler.RenderJob(3, "high", Instant.now()));
		assertThat(this.registry.get("jobs.processed")
			.tags("job.name", "render", "service", "gpu", "queue", "renders", "priority", "high", "status", "completed")
			.counter()
			.count()).isOne();
		assertThat(this.registry.get("job.output.size").summary().totalAmount()).isEqualTo(3072);
		assertThat(this.registry.get("job.queue.wait").timer().count()).isOne();
	}

	@Test
	void theReadmeShowsTheExample() throws IOException {
		try (Stream<Path> files = Files.list(HERE)) {
			List<String> tested = files.flatMap((file) -> found(REGION, 2, file).stream()).toList();
			assertThat(tested).hasSize(1);
			assertThat(found(BLOCK, 1, README)).containsExactlyInAnyOrderElementsOf(tested);
		}
	}

	@Test
	void theReadmeIsShort() throws IOException {
		assertThat(Files.readAllLines(README)).hasSizeLessThanOrEqualTo(200);
	}

	private static List<String> found(Pattern pattern, int group, Path file) {
		try {
			return pattern.matcher(Files.readString(file).replace("\r\n", "\n"))
				.results()
				.map((found) -> found.group(group))
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
