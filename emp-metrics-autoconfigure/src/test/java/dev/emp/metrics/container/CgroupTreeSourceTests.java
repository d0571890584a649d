package dev.emp.metrics.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import dev.emp.metrics.container.ContainerReading.Io;
import dev.emp.metrics.container.ContainerReading.Memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link CgroupTreeSource} with trees that were recorded with three containers.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the names of recorded links have colons")
class CgroupTreeSourceTests {

	private static final int MIB = 1 << 20;

	@TempDir
	private Path root;

	private final AtomicInteger overflow = new AtomicInteger();

	@Test
	void readsTheContainersOfV2() throws IOException {
		unpack("v2-three-containers");
		Files.writeString(cgroups().resolve("cgroup.controllers"), "cpu memory io pids\n");
		assertThreeContainers(source(50).read());
		assertThat(source(50).read().readings()).extracting(ContainerReading::disk).containsOnly(new Io(0, 5 * MIB));
	}

	@Test
	void readsTheContainersOfV1() throws IOException {
		unpack("v1-three-containers");
		assertThreeContainers(source(50).read());
	}

	private static void assertThreeContainers(ContainerReadings readings) {
		assertThat(readings.identities()).hasSize(3).allSatisfy((identity) -> {
			assertThat(identity.id()).hasSize(12).isHexadecimal();
			assertThat(identity.name()).isEqualTo("unknown");
			assertThat(identity.image()).isEqualTo("unknown");
		});
		assertThat(readings.readings()).extracting((reading) -> reading.memory().limit())
			.containsExactlyInAnyOrder(64.0 * MIB, 128.0 * MIB, 192.0 * MIB);
		assertThat(readings.readings()).allSatisfy((reading) -> {
			assertThat(reading.cpu().time()).isPositive();
			assertThat(reading.cpu().throttledTime()).isPositive();
			assertThat(reading.memory().oomKills()).isZero();
			assertThat(reading.pids()).isOne();
			assertThat(reading.network()).isEqualTo(Io.UNKNOWN);
			assertThat(reading.uptime()).isNaN();
		});
	}

	@Test
	void findsContainersWhereRuntimesPutThem() throws IOException {
		Files.createDirectories(cgroups());
		Files.writeString(cgroups().resolve("cgroup.controllers"), "cpu memory io pids\n");
		String[] paths = { "docker/%s", "system.slice/docker-%s.scope",
				"kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod1_2.slice/cri-containerd-%s.scope",
				"machine.slice/libpod-%s.scope/container", "kubepods-pod1.slice:cri-containerd:%s",
				"kubepods/besteffort/pod1/crio-%s", "libpod_parent/libpod-%s",
				"libpod_parent/" + "e".repeat(64) + "/libpod-%s" };
		for (int i = 0; i < paths.length; i++) {
			container(String.format(paths[i], FakeDockerEngine.id(i)));
		}
		container("machine.slice/libpod-conmon-" + FakeDockerEngine.id(10) + ".scope");
		container("libpod_parent/conmon");
		container("docker/" + FakeDockerEngine.id(0) + "/docker/" + FakeDockerEngine.id(11));
		container("a/b/c/d/e/f/g/h/i/" + FakeDockerEngine.id(12));
		assertThat(new CgroupTree(cgroups()).find()).extracting(CgroupTree.Found::id)
			.containsExactlyInAnyOrderElementsOf(
					IntStream.range(0, paths.length).mapToObj(FakeDockerEngine::id).toList());
	}

	@Test
	void tellsTheContainersOfATaskApart() throws IOException {
		Files.createDirectories(cgroups());
		Files.writeString(cgroups().resolve("cgroup.controllers"), "cpu memory io pids\n");
		String task = FakeDockerEngine.id(1).substring(32);
		container("ecs/" + task + "/" + task + "-1234567890");
		container("ecs/" + task + "/" + task + "-2345678901");
		CgroupTreeSource source = source(50);
		assertThat(source.read().identities()).extracting(ContainerIdentity::id)
			.containsExactlyInAnyOrder(task + "-1234567890", task + "-2345678901");
		Files.createDirectories(this.root.resolve("proc/self"));
		Files.writeString(this.root.resolve("proc/self/cgroup"), "0::/ecs/" + task + "/" + task + "-1234567890\n");
		Files.writeString(this.root.resolve("proc/self/mountinfo"), "");
		OwnPlace own = new OwnPlace(this.root);
		assertThat(own.is(task + "-1234567890")).isTrue();
		assertThat(own.is(task + "-2345678901")).isFalse();
	}

	@Test
	void readsJoinedHierarchies() throws IOException {
		String container = "docker/" + FakeDockerEngine.id(1);
		Path cpu = Files.createDirectories(cgroups().resolve("cpu,cpuacct").resolve(container));
		Files.writeString(cpu.resolve("cpuacct.usage"), "2000000000\n");
		Files.writeString(cpu.resolve("cpu.stat"), "nr_throttled 5\nthrottled_time 1000000000\n");
		assertThat(source(50).read().readings().get(0).cpu()).isEqualTo(new ContainerReading.Cpu(2, 1, 5));
	}

	@Test
	void containersComeAndGo() throws IOException {
		unpack("v2-three-containers");
		Files.writeString(cgroups().resolve("cgroup.controllers"), "cpu memory io pids\n");
		CgroupTreeSource source = source(50);
		List<?> rows = source.rows(source.read());
		assertThat(source.rows(source.read())).isSameAs(rows);
		Path gone = new CgroupTree(cgroups()).find().get(0).path();
		delete(cgroups().resolve(gone));
		assertThat(source.read().identities()).hasSize(2);
		container("docker/" + FakeDockerEngine.id(5));
		assertThat(source.read().identities()).hasSize(3);
	}

	@Test
	void thoseThatAreShownStayWithinTheLimit() throws IOException {
		Files.createDirectories(cgroups());
		Files.writeString(cgroups().resolve("cgroup.controllers"), "cpu memory io pids\n");
		container("docker/" + FakeDockerEngine.id(0xa) + "0");
		String shown = "b".repeat(64);
		container("docker/" + shown);
		CgroupTreeSource source = source(1);
		assertThat(source.read().identities()).extracting(ContainerIdentity::id).containsExactly("bbbbbbbbbbbb");
		container("docker/" + "a".repeat(64));
		container("docker/" + "c".repeat(64));
		assertThat(source.read().identities()).extracting(ContainerIdentity::id).containsExactly("bbbbbbbbbbbb");
		assertThat(this.overflow).hasValue(2);
	}

	@Test
	void aLimitAboveIsThatOfTheOnlyContainerBelowIt() throws IOException {
		Path pod = Files.createDirectories(cgroups().resolve("kubepods/pod1"));
		Files.writeString(cgroups().resolve("cgroup.controllers"), "cpu memory io pids\n");
		memory(pod, 900, "1000");
		memory(Files.createDirectory(pod.resolve(FakeDockerEngine.id(1))), 300, "max");
		CgroupTreeSource source = source(50);
		assertThat(source.read().readings()).extracting(ContainerReading::memory)
			.containsExactly(new Memory(890, 890, 1000, Double.NaN));
		memory(Files.createDirectory(pod.resolve(FakeDockerEngine.id(2))), 500, "max");
		assertThat(source.read().readings()).extracting(ContainerReading::memory)
			.as("of several it is counted for none")
			.containsExactly(new Memory(290, 290, Double.NaN, Double.NaN),
					new Memory(490, 490, Double.NaN, Double.NaN));
	}

	private static void memory(Path cgroup, int usage, String limit) throws IOException {
		Files.writeString(cgroup.resolve("memory.current"), usage + "\n");
		Files.writeString(cgroup.resolve("memory.stat"), "inactive_file 10\n");
		Files.writeString(cgroup.resolve("memory.max"), limit + "\n");
	}

	@Test
	void theOwnContainerIsKnownFromALeafBelowIt() throws IOException {
		unpack("v2-in-docker");
		Files.createDirectories(cgroups().resolve("init"));
		Files.writeString(cgroups().resolve("init/cgroup.events"), "populated 1\n");
		Files.writeString(this.root.resolve("proc/self/cgroup"), "0::/init\n");
		CgroupDirectory container = new CgroupDirectory(cgroups(), cgroups(), true);
		assertThat(new OwnPlace(this.root).is(FakeDockerEngine.id(1), container)).isTrue();
	}

	@Test
	void theOwnContainerIsKnownByItsDirectory() throws IOException {
		unpack("v2-in-docker");
		OwnPlace own = new OwnPlace(this.root);
		CgroupDirectory same = new CgroupDirectory(cgroups(), cgroups(), true);
		CgroupDirectory other = new CgroupDirectory(this.root, this.root, true);
		assertThat(own.is("8ca3a48c20c5" + "0".repeat(52))).isTrue();
		assertThat(own.is(FakeDockerEngine.id(1))).isFalse();
		assertThat(own.is(FakeDockerEngine.id(1), same)).isTrue();
		assertThat(own.is(FakeDockerEngine.id(1), other)).isFalse();
		assertThat(own.is(FakeDockerEngine.id(1), null)).isFalse();
		assertThat(new OwnPlace(this.root.resolve("nowhere")).is(FakeDockerEngine.id(1), same)).isFalse();
	}

	@Test
	void theOwnContainerIsAnotherAfterThisProcessWasMoved() throws IOException {
		Files.createDirectories(cgroups());
		Files.writeString(cgroups().resolve("cgroup.controllers"), "cpu memory io pids\n");
		Files.createDirectories(this.root.resolve("proc/self"));
		Files.writeString(this.root.resolve("proc/self/mountinfo"),
				"66 59 0:29 / /sys/fs/cgroup rw - cgroup2 cgroup rw\n");
		for (char id : new char[] { 'a', 'b' }) {
			container("docker/" + String.valueOf(id).repeat(64));
			Files.writeString(cgroups().resolve("docker/" + String.valueOf(id).repeat(64) + "/cgroup.events"), "");
		}
		OwnPlace own = new OwnPlace(this.root);
		CgroupTreeSource source = new CgroupTreeSource(() -> new CgroupTree(cgroups()),
				new ContainerLimit(50, "limit", () -> {
				}), own::is, null);
		Files.writeString(this.root.resolve("proc/self/cgroup"), "0::/docker/" + "a".repeat(64) + "\n");
		assertThat(source.read().identities()).extracting(ContainerIdentity::id).containsExactly("bbbbbbbbbbbb");
		assertThat(own.is("a".repeat(64))).isTrue();
		Files.writeString(this.root.resolve("proc/self/cgroup"), "0::/docker/" + "b".repeat(64) + "\n");
		assertThat(source.read().identities()).extracting(ContainerIdentity::id).containsExactly("aaaaaaaaaaaa");
		assertThat(own.is("a".repeat(64))).isFalse();
		assertThat(own.is("b".repeat(64))).isTrue();
	}

	@Test
	void saysWhereItLooked() {
		assertThatIOException().isThrownBy(() -> source(50).read())
			.withMessageStartingWith("no cgroups at " + cgroups())
			.withMessageContaining("emp.metrics.container.cgroups.path");
	}

	private CgroupTreeSource source(int limit) {
		return new CgroupTreeSource(
				() -> new CgroupTree(cgroups()), new ContainerLimit(limit,
						"emp.metrics.container.cgroups.max-containers", this.overflow::incrementAndGet),
				(id, directory) -> false, null);
	}

	private Path cgroups() {
		return this.root.resolve("sys/fs/cgroup");
	}

	private void unpack(String tree) throws IOException {
		RecordedTree.unpack(tree, this.root);
	}

	private void container(String path) throws IOException {
		Path directory = Files.createDirectories(cgroups().resolve(path));
		Files.writeString(directory.resolve("pids.current"), "1\n");
	}

	private static void delete(Path directory) throws IOException {
		try (Stream<Path> all = Files.walk(directory)) {
			for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
				Files.delete(path);
			}
		}
	}

}
