package dev.emp.metrics.sample.component;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import dev.emp.metrics.sample.SampleApplication;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a restart by the real DevTools, in the same process, starts the metrics
 * afresh and leaves nothing of the application before.
 */
class DevToolsComponentTests {

	private static final Path DEV_TOOLS = Path.of("target", "beside", "spring-boot-devtools.jar");

	@TempDir
	private Path folder;

	@Test
	void aRestartLeavesNoThreadBehindAndCountsFromZero() throws IOException {
		int port = RunningProgram.freePort();
		String url = "http://localhost:" + port;
		Path watched = Files.createDirectory(this.folder.resolve("watched")).resolve("changed");
		try (RunningProgram program = RunningProgram.start(this.folder, "devtools", command(port, watched), Map.of())) {
			awaitStart(program, url, 1);
			List<Map<String, Integer>> threads = new ArrayList<>();
			for (int restart = 1; restart <= 3; restart++) {
				threads.add(threads(url));
				assertThat(Http.post(url + "/jobs?type=hash", "text/plain", new byte[] { 1 })).isEqualTo(200);
				assertThat(completed(url)).isEqualTo(1);
				Files.writeString(watched, Integer.toString(restart));
				awaitStart(program, url, restart + 1);
			}
			assertThat(threads(url)).as("threads by name").isEqualTo(threads.get(0));
			assertThat(program.output()).doesNotContain("collides with the meter").doesNotContain("ERROR");
		}
	}

	private static List<String> command(int port, Path watched) {
		return List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path") + File.pathSeparator + DEV_TOOLS.toAbsolutePath(),
				SampleApplication.class.getName(), "--server.port=" + port, "--sample.load.enabled=false",
				"--management.endpoints.web.exposure.include=*", "--spring.devtools.livereload.enabled=false",
				"--spring.devtools.restart.additional-paths=" + watched.getParent(),
				"--spring.devtools.restart.poll-interval=300ms", "--spring.devtools.restart.quiet-period=100ms");
	}

	private static void awaitStart(RunningProgram program, String url, int number) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.until(() -> program.output().lines().filter((line) -> line.contains("Started SampleApplication")).count(),
					(starts) -> starts == number);
		program.awaitAnswer(url + "/actuator/health");
	}

	private static double completed(String url) throws IOException {
		return Http.json(url + "/actuator/metrics/jobs.processed?tag=status:completed")
			.get("measurements")
			.get(0)
			.get("value")
			.asDouble();
	}

	/**
	 * The threads that the library and the sample start, without their numbers.
	 * @param url the application
	 * @return names and how many threads have them
	 */
	private static Map<String, Integer> threads(String url) throws IOException {
		Map<String, Integer> threads = new TreeMap<>();
		for (JsonNode thread : Http.json(url + "/actuator/threaddump").get("threads")) {
			String name = thread.get("threadName").asString().replaceAll("\\d+", "#");
			// readers come as they are needed and go when they are idle
			if ((name.startsWith("emp-") && !name.startsWith("emp-metrics-reader")) || name.startsWith("worker-")
					|| name.contains("otlp")) {
				threads.merge(name, 1, Integer::sum);
			}
		}
		return threads;
	}

}
