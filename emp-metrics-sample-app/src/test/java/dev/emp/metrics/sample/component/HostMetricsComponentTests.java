package dev.emp.metrics.sample.component;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.assertj.core.data.Percentage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the worker and the host metrics receiver of a real Collector see the same
 * machine under load. What is compared is printed as the table of {@code docs/host.md}.
 */
class HostMetricsComponentTests {

	private static final Percentage TOLERANCE = Percentage.withPercentage(5);

	private static final int MEGABYTES = 160;

	private final List<String> table = new ArrayList<>();

	@TempDir
	private Path folder;

	@Test
	void seesTheMachineAsTheCollectorDoes() throws IOException, URISyntaxException {
		URL configuration = Objects
			.requireNonNull(getClass().getClassLoader().getResource("contract/hostmetrics.yaml"));
		try (VirtualNetwork network = new VirtualNetwork(this.folder);
				RunningCollector collector = RunningCollector.start(this.folder, Path.of(configuration.toURI()));
				RunningProgram burner = RunningProgram.start(this.folder, "burner",
						List.of(Program.BUSYBOX.path(), "sh", "-c", "while :; do :; done"), Map.of());
				Worker worker = Worker.start(this.folder, "worker", collector.environment(Duration.ofSeconds(2)),
						"--management.metrics.enable.system=true",
						"--emp.metrics.host.interfaces.include=" + VirtualNetwork.INTERFACE)) {
			long begin = settled();
			useTheDisk();
			network.exchange(MEGABYTES);
			long end = settled();
			Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> collector.received().size() > 20);
			compare(new ReceivedPoints(collector.received()), begin, end);
			assertThat(burner.output()).isEmpty();
			assertThat(worker.output()).doesNotContain(" WARN ").doesNotContain(" ERROR ");
		}
		finally {
			System.out.println("\n| value | worker | Collector | difference |\n| --- | ---: | ---: | ---: |");
			this.table.forEach(System.out::println);
		}
	}

	/**
	 * Wait until all has been read and sent several times while nothing but the processor
	 * is used.
	 */
	private static long settled() {
		Instant begin = Instant.now();
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> Duration.between(begin, Instant.now()).toSeconds() >= 8);
		Instant now = Instant.now();
		return now.getEpochSecond() * 1_000_000_000 + now.getNano();
	}

	private void useTheDisk() throws IOException {
		String busybox = Program.BUSYBOX.path();
		String file = this.folder.resolve("data").toString();
		VirtualNetwork.run("dd", "if=/dev/urandom", "of=" + file, "bs=1M", "count=" + MEGABYTES, "oflag=direct");
		VirtualNetwork.run("dd", "if=" + file, "of=/dev/null", "bs=1M", "iflag=direct");
		VirtualNetwork.run(busybox, "sync");
		Files.delete(this.folder.resolve("data"));
	}

	private void compare(ReceivedPoints points, long begin, long end) {
		String disk = disk(points, begin, end);
		for (String direction : List.of("read", "write")) {
			double mine = rise(points, "system.disk.io", Map.of("system.device", disk, "disk.io.direction", direction),
					begin, end);
			double theirs = rise(points, "system.disk.io", Map.of("device", disk, "direction", direction), begin, end);
			assertThat(mine).isGreaterThanOrEqualTo(MEGABYTES << 20);
			agree("disk " + direction + ", bytes", mine, theirs);
		}
		for (String direction : List.of("receive", "transmit")) {
			double mine = rise(points, "system.network.io",
					Map.of("network.interface.name", VirtualNetwork.INTERFACE, "network.io.direction", direction),
					begin, end);
			double theirs = rise(points, "system.network.io",
					Map.of("device", VirtualNetwork.INTERFACE, "direction", direction), begin, end);
			assertThat(mine).isGreaterThanOrEqualTo(MEGABYTES << 20);
			agree("network " + direction + ", bytes", mine, theirs);
		}
		// the two read at different moments, and other programs use memory in between
		for (String state : List.of("used", "free")) {
			agree("memory " + state + ", bytes",
					points.mean("system.memory.usage", Map.of("system.memory.state", state), begin, end),
					points.mean("system.memory.usage", Map.of("state", state), begin, end));
		}
		compareProcessors(points, begin, end);
	}

	private void compareProcessors(ReceivedPoints points, long begin, long end) {
		double all = rise(points, "system.cpu.time", Map.of(), begin, end);
		double idle = rise(points, "system.cpu.time", Map.of("state", "idle"), begin, end)
				+ rise(points, "system.cpu.time", Map.of("state", "wait"), begin, end);
		double mineIdle = points.mean("system.cpu.utilization", Map.of("cpu.mode", "idle"), begin, end)
				+ points.mean("system.cpu.utilization", Map.of("cpu.mode", "iowait"), begin, end);
		agree("processors busy, share", 1 - mineIdle, 1 - idle / all);
		agree("processors in user mode, share",
				points.mean("system.cpu.utilization", Map.of("cpu.mode", "user"), begin, end),
				rise(points, "system.cpu.time", Map.of("state", "user"), begin, end) / all);
	}

	/** The disk that was written most. */
	private static String disk(ReceivedPoints points, long begin, long end) {
		return points.values("system.disk.io", "system.device")
			.stream()
			.max((first, second) -> Double.compare(
					rise(points, "system.disk.io", Map.of("system.device", first), begin, end),
					rise(points, "system.disk.io", Map.of("system.device", second), begin, end)))
			.orElseThrow();
	}

	private static double rise(ReceivedPoints points, String name, Map<String, String> attributes, long begin,
			long end) {
		return points.at(name, attributes, end) - points.at(name, attributes, begin);
	}

	private void agree(String what, double mine, double theirs) {
		boolean share = theirs <= 1;
		this.table.add("| %s | %s | %s | %.2f %% |".formatted(what, text(mine, share), text(theirs, share),
				100 * (mine - theirs) / theirs));
		assertThat(mine).as(what).isCloseTo(theirs, TOLERANCE);
	}

	private static String text(double value, boolean share) {
		return share ? "%.4f".formatted(value) : "%d".formatted(Math.round(value));
	}

}
