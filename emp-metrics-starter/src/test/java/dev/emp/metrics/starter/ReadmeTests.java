package dev.emp.metrics.starter;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import dev.emp.metrics.job.JobAutoConfiguration;
import dev.emp.metrics.job.JobInfo;
import dev.emp.metrics.job.JobRecorder;
import dev.emp.metrics.job.MeteredJob;
import dev.emp.metrics.support.SupportAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that what the README shows is code that works.
 */
class ReadmeTests {

	private static final Path README = Path.of("../README.md");

	private static final Path HERE = Path.of("src/test/java/dev/emp/metrics/starter/ReadmeTests.java");

	private final MeterRegistry registry = new SimpleMeterRegistry();

	@Test
	void theExamplesCount() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SupportAutoConfiguration.class, JobAutoConfiguration.class))
			.withBean(MeterRegistry.class, () -> this.registry)
			.withBean(Renderer.class)
			.withBean(RenderHandler.class)
			.run((context) -> {
				context.getBean(RenderHandler.class).render(new RenderJob("high", Instant.now()));
				thumbnail(context.getBean(JobRecorder.class), new byte[1]);
				assertThat(completed("render", "gpu", "renders", "high")).isOne();
				assertThat(completed("thumbnail", "unknown", "images", "unknown")).isOne();
				assertThat(this.registry.get("job.output.size").summary().totalAmount()).isEqualTo(3);
				assertThat(this.registry.get("job.queue.wait").timer().count()).isOne();
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "handler", "recorder" })
	void theReadmeShowsTheExample(String tag) throws IOException {
		List<String> lines = Files.readAllLines(HERE);
		int from = lines.indexOf(lines.stream()
			.filter((line) -> line.strip().equals("// tag::" + tag + "[]"))
			.findFirst()
			.orElseThrow());
		int to = lines.indexOf(lines.stream()
			.filter((line) -> line.strip().equals("// end::" + tag + "[]"))
			.findFirst()
			.orElseThrow());
		String example = String.join("\n", lines.subList(from + 1, to)).stripIndent();
		assertThat(Files.readString(README)).contains(example);
	}

	private double completed(String name, String service, String queue, String priority) {
		return this.registry.get("jobs.processed")
			.tags("job.name", name, "service", service, "queue", queue, "priority", priority, "status", "completed")
			.counter()
			.count();
	}

	private static void thumbnail(JobRecorder recorder, byte[] image) throws Exception {
		// tag::recorder[]
		recorder.record(JobInfo.of("thumbnail").queue("images"), () -> scale(image));
		// end::recorder[]
	}

	private static byte[] scale(byte[] image) {
		return image;
	}

	/**
	 * A job to render.
	 *
	 * @param priority the priority
	 * @param enqueuedAt since when it waits
	 */
	public record RenderJob(String priority, Instant enqueuedAt) {
	}

	static class Renderer {

		byte[] render(RenderJob job) {
			return job.priority().substring(0, 3).getBytes(StandardCharsets.UTF_8);
		}

	}

	public static class RenderHandler {

		private final Renderer renderer;

		RenderHandler(Renderer renderer) {
			this.renderer = renderer;
		}

		// tag::handler[]
		@MeteredJob(value = "render", service = "gpu", queue = "renders", priority = "#{#job.priority}",
				enqueuedAt = "#{#job.enqueuedAt}", outputSize = "#{#result.length}")
		public byte[] render(RenderJob job) {
			return this.renderer.render(job);
		}
		// end::handler[]

	}

}
