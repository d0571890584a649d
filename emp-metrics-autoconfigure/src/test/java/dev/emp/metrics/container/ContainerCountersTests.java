package dev.emp.metrics.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import dev.emp.metrics.support.Looks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests that what a container counts is the growth of its parts, and never what they
 * counted before.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the names of recorded links have colons")
class ContainerCountersTests {

	private static final String CPU = "container.cpu.time";

	private static final String BEYOND = "18446744073709551000";

	@TempDir
	private Path root;

	@Test
	void aDipOfProcessorTimeIsNoRestartAndARestartNoDip() throws Exception {
		try (FakeDockerEngine engine = engine()) {
			Looks<?> looks = docker(engine);
			for (String seconds : new String[] { "5000", "0", "5000.1" }) {
				cpu(engine, looks, seconds);
			}
			assertThat(looks.count(CPU)).isCloseTo(0.1, within(1e-6));
			for (String seconds : new String[] { "1", "3", "7" }) {
				cpu(engine, looks, seconds);
			}
			assertThat(looks.count(CPU)).as("it was started again").isCloseTo(6.1, within(1e-6));
		}
	}

	@Test
	void noContainerUsesMoreThanAllProcessors() throws Exception {
		try (FakeDockerEngine engine = engine()) {
			Looks<?> looks = docker(engine);
			cpu(engine, looks, "100");
			cpu(engine, looks, "190");
			assertThat(looks.count(CPU)).as("two processors have 60 s in 30 s").isZero();
			cpu(engine, looks, "110");
			assertThat(looks.count(CPU)).isCloseTo(10, within(1e-6));
		}
	}

	@Test
	void anImpossibleNumberCostsItsOwnNetwork() throws Exception {
		try (FakeDockerEngine engine = engine()) {
			Looks<?> looks = docker(engine);
			networks(engine, looks, network("eth0", "500") + "," + network("eth1", "10000000000"));
			networks(engine, looks, network("eth0", "507") + "," + network("eth1", BEYOND));
			assertThat(received(looks)).isEqualTo(7);
			networks(engine, looks, network("eth0", "510") + "," + network("eth1", "10000000100"));
			assertThat(received(looks)).isEqualTo(110);
		}
	}

	@Test
	void nothingCountsFasterThanItCan() throws Exception {
		try (FakeDockerEngine engine = engine()) {
			Looks<?> looks = docker(engine);
			for (long bytes : new long[] { 10_000_000_000L, 1L << 62, 10_000_000_100L }) {
				networks(engine, looks, network("eth0", String.valueOf(bytes)));
			}
			assertThat(received(looks)).isEqualTo(100);
			for (long bytes : new long[] { 5, 1L << 52, 6 }) {
				stats(engine, looks, "\"blkio_stats\":{\"io_service_bytes_recursive\":"
						+ "[{\"major\":8,\"minor\":0,\"op\":\"read\",\"value\":" + bytes + "}]}");
			}
			assertThat(read(looks)).isEqualTo(1);
			for (long times : new long[] { 7, 4_294_967_295L, 8 }) {
				engine.faults.put(FakeDockerEngine.id(1) + "/json",
						FakeDockerEngine.says(FakeDockerEngine.ok("{\"RestartCount\":" + times + "}")));
				throttling(engine, looks, times, 0);
			}
			assertThat(looks.count("container.restarts")).as("it was 0 before").isEqualTo(8);
			assertThat(looks.count("container.cpu.throttled.periods")).isEqualTo(1);
		}
	}

	@Test
	void nothingOfTheOwnContainerCountsFasterThanItCan() throws Exception {
		RecordedTree.unpack("v2-in-docker", this.root);
		Looks<?> looks = own();
		for (long count : new long[] { 5, 1L << 52, 6 }) {
			Files.writeString(this.root.resolve("sys/fs/cgroup/cpu.max"), "50000 100000\n");
			Files.writeString(this.root.resolve("sys/fs/cgroup/cpu.stat"), "usage_usec " + 1_000_000 * count
					+ "\nnr_throttled " + count + "\nthrottled_usec " + 1_000_000 * count + "\n");
			Files.writeString(this.root.resolve("sys/fs/cgroup/memory.events"), "oom_kill " + count + "\n");
			Files.writeString(this.root.resolve("proc/self/net/dev"),
					"eth0: " + count + " 0 0 0 0 0 0 0 5 0 0 0 0 0 0 0\n");
			disk(looks, "8:0 rbytes=" + count + " wbytes=5\n");
		}
		assertThat(read(looks)).isEqualTo(1);
		assertThat(received(looks)).isEqualTo(1);
		for (String name : List.of(CPU, "container.cpu.throttled.time", "container.cpu.throttled.periods",
				"container.oom.kills")) {
			assertThat(looks.count(name)).as(name).isEqualTo(1);
		}
	}

	@Test
	void whatWaitedForQuotaMayBeLongerThanTheTimeBetweenTwoLooks() throws Exception {
		try (FakeDockerEngine engine = engine()) {
			Looks<?> looks = docker(engine);
			for (long millis : new long[] { 1_000, 401_000, Long.MAX_VALUE / 1_000_000, 402_000 }) {
				throttling(engine, looks, 7, millis);
			}
			assertThat(looks.count("container.cpu.throttled.time")).as("two processors waited since long before")
				.isCloseTo(401, within(1e-6));
		}
	}

	@Test
	void aNetworkThatComesBringsNoHistoryAndOneThatLeavesTakesNone() throws Exception {
		try (FakeDockerEngine engine = engine()) {
			Looks<?> looks = docker(engine);
			networks(engine, looks, network("eth0", "500"));
			networks(engine, looks, network("eth0", "501") + "," + network("eth1", "9000000000"));
			assertThat(received(looks)).isEqualTo(1);
			networks(engine, looks, network("eth0", "503") + "," + network("eth1", "9000000010"));
			assertThat(received(looks)).isEqualTo(13);
			networks(engine, looks, network("eth0", "504"));
			assertThat(received(looks)).isEqualTo(14);
			networks(engine, looks, network("eth0", "505") + "," + network("eth1", "9000000110"));
			assertThat(received(looks)).as("it was away for a look").isEqualTo(115);
		}
	}

	@Test
	void aDeviceThatComesBringsNoHistory() throws Exception {
		RecordedTree.unpack("v2-in-docker", this.root);
		Looks<?> looks = own();
		disk(looks, "8:0 rbytes=1000 wbytes=5\n");
		disk(looks, "8:0 rbytes=1007 wbytes=5\n8:16 rbytes=9000000000 wbytes=9000000000\n");
		assertThat(read(looks)).isEqualTo(7);
		disk(looks, "8:0 rbytes=" + BEYOND + " wbytes=5\n8:16 rbytes=9000000100 wbytes=9000000000\n");
		assertThat(read(looks)).isEqualTo(107);
		disk(looks, "8:0 rbytes=1010 wbytes=5\n8:16 rbytes=9000000100 wbytes=9000000001\n");
		assertThat(read(looks)).isEqualTo(110);
		assertThat(looks.count("container.disk.io", "disk.io.direction", "write")).isEqualTo(1);
	}

	@Test
	void anInterfaceThatComesBringsNoHistory() throws Exception {
		RecordedTree.unpack("v2-in-docker", this.root);
		Looks<?> looks = own();
		own(looks, "eth0: 1000 0 0 0 0 0 0 0 5 0 0 0 0 0 0 0\n");
		own(looks, """
				eth0: 1001 0 0 0 0 0 0 0 5 0 0 0 0 0 0 0
				eth1: 9000000000 0 0 0 0 0 0 0 9000000000 0 0 0 0 0 0 0
				""");
		assertThat(received(looks)).isEqualTo(1);
		assertThat(looks.count("container.network.io", "network.io.direction", "transmit")).isZero();
	}

	@Test
	void lookingForFilesAgainBringsNoHistory() throws Exception {
		RecordedTree.unpack("v2-in-docker", this.root);
		Looks<?> looks = own();
		disk(looks, "8:0 rbytes=1000 wbytes=5\n");
		own(looks, "eth0: 1000 0 0 0 0 0 0 0 5 0 0 0 0 0 0 0\n");
		disk(looks, "8:0 rbytes=1007 wbytes=5\n8:16 rbytes=9000000000 wbytes=9000000000\n");
		own(looks, """
				eth0: 1001 0 0 0 0 0 0 0 5 0 0 0 0 0 0 0
				eth1: 9000000000 0 0 0 0 0 0 0 9000000000 0 0 0 0 0 0 0
				""");
		for (int i = 0; i < Cgroup.LOOKS; i++) {
			looks.next();
		}
		assertThat(read(looks)).isEqualTo(7);
		assertThat(received(looks)).isEqualTo(1);
	}

	@Test
	void anotherContainerOfAPodTakesNothingFromOneThatWasAlone() throws Exception {
		Path pod = Files.createDirectories(this.root.resolve("kubepods/pod1"));
		Files.writeString(this.root.resolve("cgroup.controllers"), "cpu\n");
		Path container = Files.createDirectory(pod.resolve(FakeDockerEngine.id(7)));
		Files.writeString(container.resolve("cpu.stat"), "usage_usec 2000000\n");
		Looks<?> looks = new Looks<>(
				new CgroupTreeSource(() -> new CgroupTree(this.root), new ContainerLimit(50, "limit", () -> {
				}), (own, directory) -> false, null));
		looks.next();
		Files.createDirectory(pod.resolve(FakeDockerEngine.id(8)));
		Files.writeString(container.resolve("cpu.stat"), "usage_usec 2500000\n");
		looks.next();
		assertThat(looks.count(CPU)).isEqualTo(0.5);
	}

	@Test
	void anotherCgroupOfTheProcessBringsNoHistory() throws Exception {
		RecordedTree.unpack("v2-unit", this.root);
		Path slice = this.root.resolve("sys/fs/cgroup/system.slice");
		Path next = Files.createDirectories(slice.resolve("worker.service/next"));
		for (String file : List.of("cgroup.events", "cpu.stat")) {
			Files.copy(slice.resolve("worker.service").resolve(file), next.resolve(file));
		}
		Files.writeString(slice.resolve("worker.service/cpu.stat"), "usage_usec 5800000\n");
		Files.writeString(next.resolve("cpu.stat"), "usage_usec 14000000\n");
		Looks<?> looks = own();
		looks.next();
		Files.writeString(this.root.resolve("proc/self/cgroup"), "0::/system.slice/worker.service/next\n");
		looks.next();
		assertThat(looks.count(CPU)).isZero();
		Files.writeString(next.resolve("cpu.stat"), "usage_usec 14500000\n");
		looks.next();
		assertThat(looks.count(CPU)).isEqualTo(0.5);
	}

	private FakeDockerEngine engine() throws IOException {
		FakeDockerEngine engine = new FakeDockerEngine(this.root.resolve("docker.sock"));
		engine.run(1);
		return engine;
	}

	private static Looks<?> docker(FakeDockerEngine engine) {
		return new Looks<>(new DockerSource(
				new DockerEngine(DockerEndpoint.of("unix://" + engine.socket), Duration.ofSeconds(5), false),
				new ContainerFilter(List.of(), List.of()), new ContainerLimit(50, "limit", () -> {
				}), (id) -> false, (disk) -> true, null));
	}

	private static void cpu(FakeDockerEngine engine, Looks<?> looks, String seconds) throws Exception {
		long nanos = Math.round(Double.parseDouble(seconds) * 1e9);
		stats(engine, looks, String.format(Locale.ROOT,
				"\"cpu_stats\":{\"cpu_usage\":{\"total_usage\":%d},\"online_cpus\":2}", nanos));
	}

	private static void throttling(FakeDockerEngine engine, Looks<?> looks, long periods, long millis)
			throws Exception {
		stats(engine, looks,
				"\"cpu_stats\":{\"cpu_usage\":{\"total_usage\":1},\"online_cpus\":2,\"throttling_data\":{\"periods\":9,"
						+ "\"throttled_periods\":" + periods + ",\"throttled_time\":" + millis + "000000}}");
	}

	private static void networks(FakeDockerEngine engine, Looks<?> looks, String networks) throws Exception {
		stats(engine, looks, "\"networks\":{" + networks + "}");
	}

	private static String network(String name, String bytes) {
		return "\"" + name + "\":{\"rx_bytes\":" + bytes + ",\"tx_bytes\":0}";
	}

	private static void stats(FakeDockerEngine engine, Looks<?> looks, String member) throws Exception {
		engine.faults.put("/stats",
				FakeDockerEngine.says(FakeDockerEngine.ok("{\"read\":\"2026-11-25T17:31:09Z\"," + member + "}")));
		looks.next();
	}

	private Looks<?> own() {
		return new Looks<>(new OwnContainerSource(this.root, null, true));
	}

	private void own(Looks<?> looks, String interfaces) throws Exception {
		Files.writeString(this.root.resolve("proc/self/net/dev"), interfaces);
		looks.next();
	}

	private void disk(Looks<?> looks, String devices) throws Exception {
		Files.writeString(this.root.resolve("sys/fs/cgroup/io.stat"), devices);
		looks.next();
	}

	private static double received(Looks<?> looks) {
		return looks.count("container.network.io", "network.io.direction", "receive");
	}

	private static double read(Looks<?> looks) {
		return looks.count("container.disk.io", "disk.io.direction", "read");
	}

}
