package dev.emp.metrics.sample.component;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a file system which hangs, as one of a server that is gone does, costs its
 * own series and nothing else. The file system is a real one in user space, and its
 * process is stopped.
 */
class HangingDiskComponentTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	@TempDir
	private Path folder;

	@Test
	void losesItsOwnSeriesAndGetsThemBack() throws IOException {
		Path real = Files.createDirectory(this.folder.resolve("real"));
		Path mount = Files.createDirectory(this.folder.resolve("mount"));
		RunningProgram server = RunningProgram.start(this.folder, "bindfs",
				List.of(Program.BINDFS.path(), "-f", real.toString(), mount.toString()), Map.of());
		try {
			Awaitility.await()
				.atMost(PATIENCE)
				.until(() -> Files.readString(Path.of("/proc/mounts")).contains(mount.toString()));
			try (Worker worker = Worker.start(this.folder, "worker", Map.of("METRICS_COLLECTION_INTERVAL", "2"),
					"--emp.metrics.disk.paths=" + mount + "," + real)) {
				awaitSeries(worker, mount, 3);
				VirtualNetwork.run("kill", "-STOP", Long.toString(server.pid()));
				awaitSeries(worker, mount, 0);
				assertThat(scrape(worker)).contains(up(mount) + " 0.0").doesNotContain(up(real));
				assertThat(disks(worker, real)).hasSize(3);
				assertThat(scrape(worker)).contains("system_cpu_utilization_ratio{cpu_mode=\"idle\"");
				assertThat(Http.answers(worker.url("/actuator/health"))).isTrue();
				assertThat(worker.output().lines().filter((line) -> line.contains(" WARN "))).singleElement()
					.asString()
					.contains("disk:" + mount);
				VirtualNetwork.run("kill", "-CONT", Long.toString(server.pid()));
				awaitSeries(worker, mount, 3);
				assertThat(worker.output()).contains("disk:" + mount + " answers again");
			}
		}
		finally {
			VirtualNetwork.run("kill", "-CONT", Long.toString(server.pid()));
			server.close();
			VirtualNetwork.run("sh", "-c", "umount -l " + mount + " || true");
		}
	}

	private static String up(Path path) {
		return "source=\"disk:" + path + "\",worker_id=\"unknown\"}";
	}

	private static void awaitSeries(Worker worker, Path path, int count) {
		Awaitility.await()
			.ignoreExceptions()
			.atMost(PATIENCE)
			.pollInterval(Duration.ofMillis(500))
			.untilAsserted(() -> assertThat(disks(worker, path)).hasSize(count));
	}

	private static List<String> disks(Worker worker, Path path) throws IOException {
		return scrape(worker).lines()
			.filter((line) -> line.startsWith("disk_usage_bytes{") && line.contains("path=\"" + path + "\""))
			.toList();
	}

	private static String scrape(Worker worker) throws IOException {
		return Http.get(worker.url("/actuator/prometheus")).body();
	}

}
