package dev.emp.metrics.container;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.json.JacksonJsonParser;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a look at containers stays within its budget of allocation.
 */
@EnabledOnOs(OS.LINUX)
class ContainerAllocationTests {

	private static final long OWN_BUDGET = 4 << 10;

	private static final long DOCKER_BUDGET = 200 << 10;

	@TempDir
	private Path directory;

	@Test
	void ofTheOwnContainer() throws Exception {
		for (String tree : new String[] { "v1-in-docker", "v2-in-docker", "v2-in-docker-host-namespace" }) {
			Path root = RecordedTree.unpack(tree, Files.createDirectory(this.directory.resolve(tree)));
			OwnContainerSource source = new OwnContainerSource(root, null, true);
			assertThat(allocated(tree, () -> source.rows(source.read()))).isLessThan(OWN_BUDGET);
		}
	}

	@Test
	void ofTenContainersOfADockerEngine() throws Exception {
		try (FakeDockerEngine engine = new FakeDockerEngine(this.directory.resolve("docker.sock"))) {
			engine.run(10);
			DockerSource source = new DockerSource(
					new DockerEngine(DockerEndpoint.of("unix://" + engine.socket), Duration.ofSeconds(5), false),
					new ContainerFilter(List.of(), List.of()), new ContainerLimit(50, "limit", () -> {
					}), (id) -> false, (disk) -> true, null);
			assertThat(allocated("ten containers of Docker", () -> source.rows(source.read())))
				.isLessThan(DOCKER_BUDGET);
		}
	}

	@Test
	void ofAnAnswerIsLessThanHalfOfWhatJacksonNeeds() throws Exception {
		String text = RecordedTree.text("api/stats-v1.json");
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		DockerStatsParser parser = new DockerStatsParser();
		JacksonJsonParser jackson = new JacksonJsonParser();
		long own = allocated("statistics, own parser", () -> parser.parse(new JsonCursor(bytes, bytes.length)));
		long other = allocated("statistics, Jackson", () -> {
			Map<String, Object> map = jackson.parseMap(new String(bytes, StandardCharsets.UTF_8));
			return map.size();
		});
		assertThat(own).isLessThan(other / 2);
	}

	/**
	 * What a call allocates on this thread, once all is warm.
	 * @param what what is printed
	 * @param call the call
	 * @return bytes, the smallest of several
	 */
	private static long allocated(String what, Callable<?> call) throws Exception {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long smallest = Long.MAX_VALUE;
		for (int i = 0; i < 60; i++) {
			long before = threads.getCurrentThreadAllocatedBytes();
			call.call();
			smallest = Math.min(smallest, threads.getCurrentThreadAllocatedBytes() - before);
		}
		System.out.println("Allocated for " + what + ": " + smallest + " bytes");
		return smallest;
	}

}
