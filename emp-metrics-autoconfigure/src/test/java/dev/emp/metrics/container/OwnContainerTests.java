package dev.emp.metrics.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import dev.emp.metrics.container.ContainerReading.Cpu;
import dev.emp.metrics.container.ContainerReading.Io;
import dev.emp.metrics.container.ContainerReading.Memory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OwnContainer} with trees that were recorded on real machines and in
 * real containers, which wrote and read 20 MiB.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the names of recorded links have colons")
class OwnContainerTests {

	private static final long MIB = 1 << 20;

	@TempDir
	private Path root;

	@Test
	void readsACgroupV1InDocker() throws IOException {
		OwnContainer container = find("v1-in-docker");
		assertThat(container.identity()).isEqualTo(identity("self", "3e5be46b0fc7"));
		ContainerReading reading = read(container);
		assertThat(reading.cpu().throttledTime()).isBetween(0.5, 3.0);
		assertThat(reading.cpu().throttledPeriods()).isBetween(10.0, 40.0);
		assertThat(reading.cpu().time()).isBetween(1.0, 2.0);
		assertThat(reading.memory().limit()).isEqualTo(256 * MIB);
		assertThat(reading.memory().usage()).isBetween(1e5, 5e6).isEqualTo(reading.memory().workingSet());
		assertThat(reading.memory().oomKills()).isZero();
		assertThat(reading.disk()).isEqualTo(new Io(21_000_192, 20 * MIB));
		assertThat(reading.network().in()).isPositive();
		assertThat(reading.network().out()).isNotNegative();
		assertThat(reading.pids()).isBetween(3.0, 8.0);
		assertThat(reading.restarts()).isNaN();
		assertThat(reading.uptime()).isPositive();
	}

	@Test
	void readsACgroupV1InANamespaceOfItsOwn() throws IOException {
		OwnContainer container = find("v1-in-docker-private");
		assertThat(container.identity().id()).as("the mounted /etc/hostname tells it").hasSize(12).isHexadecimal();
		ContainerReading reading = read(container);
		assertThat(reading.memory().limit()).isEqualTo(256 * MIB);
		assertThat(reading.cpu().throttledTime()).isPositive();
		assertThat(reading.disk()).as("this kernel counts only where a limit was set").isEqualTo(Io.UNKNOWN);
	}

	@Test
	void saysNothingOfANetworkThatIsTheMachines() throws IOException {
		ContainerReading reading = read(find("v1-in-docker-host-network"));
		assertThat(reading.network()).isEqualTo(Io.UNKNOWN);
		assertThat(reading.uptime()).as("the first process is the machine's as well").isNaN();
		assertThat(reading.memory().limit()).as("none was set").isNaN();
		assertThat(reading.memory().usage()).isPositive();
		assertThat(reading.cpu().time()).isPositive();
	}

	@Test
	void saysNothingOfAMachine() throws IOException {
		assertNothing("v1-root");
		assertNothing("v2-root");
	}

	@Test
	void leavesOutTheControllersWhoseCgroupIsTheRoot() throws IOException {
		OwnContainer container = find("hybrid-mixed");
		assertThat(container.identity()).isEqualTo(identity("self", "self"));
		ContainerReading reading = read(container);
		assertThat(reading.memory().limit()).as("of the cgroup above").isEqualTo(300 * MIB);
		assertThat(reading.memory().usage()).isBetween(1e4, 1e7);
		assertThat(reading.cpu()).isEqualTo(Cpu.UNKNOWN);
		assertThat(reading.disk()).isEqualTo(Io.UNKNOWN);
		assertThat(reading.pids()).isNaN();
		assertThat(reading.network()).isEqualTo(Io.UNKNOWN);
		assertThat(reading.uptime()).isNaN();
	}

	@Test
	void readsACgroupV2InDocker() throws IOException {
		OwnContainer container = find("v2-in-docker");
		assertThat(container.identity()).isEqualTo(identity("self", "8ca3a48c20c5"));
		ContainerReading reading = read(container);
		assertThat(reading.cpu()).isEqualTo(new Cpu(6.638666, 8.010082, 115));
		assertThat(reading.memory()).isEqualTo(new Memory(1_339_392 - 77_824, 1_339_392 - 77_824, 256 * MIB, 0));
		assertThat(reading.disk()).isEqualTo(new Io(20 * MIB, 20 * MIB));
		assertThat(reading.network()).isEqualTo(new Io(1112, 0));
		assertThat(reading.pids()).isEqualTo(5);
		assertThat(reading.uptime()).isPositive();
	}

	@Test
	void readsACgroupV2InTheNamespaceOfTheMachine() throws IOException {
		OwnContainer container = find("v2-in-docker-host-namespace");
		assertThat(container.identity().id()).hasSize(12).isHexadecimal();
		ContainerReading reading = read(container);
		assertThat(reading.memory().limit()).isEqualTo(256 * MIB);
		assertThat(reading.disk()).isEqualTo(new Io(20 * MIB, 20 * MIB));
	}

	@Test
	void hasNoNetworkWhereThereIsOnlyTheLoopback() throws IOException {
		ContainerReading reading = read(find("v2-in-docker-no-network"));
		assertThat(reading.network()).isEqualTo(Io.UNKNOWN);
		assertThat(reading.memory().limit()).as("none was set").isNaN();
		assertThat(reading.cpu().throttledTime()).as("neither was a quota").isNaN();
	}

	@Test
	void readsAUnitOfSystemdWithALimitAboveIt() throws IOException {
		OwnContainer container = find("v2-unit");
		assertThat(container.identity()).isEqualTo(identity("worker.service", "self"));
		ContainerReading reading = read(container);
		assertThat(reading.memory().limit()).as("of the slice").isEqualTo(300 * MIB);
		assertThat(reading.cpu().throttledTime()).isPositive();
		assertThat(reading.disk()).isEqualTo(new Io(20_979_712, 20 * MIB));
		assertThat(reading.network()).as("it is the machine's").isEqualTo(Io.UNKNOWN);
		assertThat(reading.uptime()).isNaN();
	}

	@Test
	void saysNothingOfACgroupThatNoMountShows() throws IOException {
		assertNothing("v2-private-namespace");
	}

	@Test
	void takesTheTightestLimitThatIsVisible() throws IOException {
		RecordedTree.unpack("v2-unit", this.root);
		Path slice = this.root.resolve("sys/fs/cgroup/system.slice");
		Files.writeString(slice.resolve("worker.service/memory.max"), "104857600\n");
		assertThat(read(OwnContainer.find(this.root)).memory().limit()).isEqualTo(100 * MIB);
		Files.writeString(slice.resolve("worker.service/memory.max"), "max\n");
		Files.writeString(slice.resolve("memory.max"), "max\n");
		assertThat(read(OwnContainer.find(this.root)).memory().limit()).isNaN();
	}

	@Test
	void countsWhatTheKernelKilled() throws IOException {
		RecordedTree.unpack("v2-unit", this.root);
		Files.writeString(this.root.resolve("sys/fs/cgroup/system.slice/worker.service/memory.events"),
				"low 0\noom 3\noom_kill 2\noom_group_kill 1\n");
		assertThat(read(OwnContainer.find(this.root)).memory().oomKills()).isEqualTo(2);
	}

	@Test
	void noticesThatItWasMoved() throws IOException {
		OwnContainer container = find("v2-unit");
		assertThat(container.hasMoved()).isFalse();
		Files.writeString(this.root.resolve("proc/self/cgroup"), "0::/system.slice\n");
		assertThat(container.hasMoved()).isTrue();
		Files.writeString(this.root.resolve("proc/self/cgroup"), "0::/system.slice/worker.service\n1:cpu:/\n");
		assertThat(container.hasMoved()).isTrue();
		Files.writeString(this.root.resolve("proc/self/cgroup"), "");
		assertThat(container.hasMoved()).isTrue();
	}

	private void assertNothing(String tree) throws IOException {
		Path place = Files.createDirectories(this.root.resolve(tree));
		RecordedTree.unpack(tree, place);
		assertThat(read(OwnContainer.find(place))).isEqualTo(new ContainerReading(Cpu.UNKNOWN, Memory.UNKNOWN,
				Io.UNKNOWN, Io.UNKNOWN, Double.NaN, Double.NaN, Double.NaN));
	}

	private OwnContainer find(String tree) throws IOException {
		return OwnContainer.find(RecordedTree.unpack(tree, this.root));
	}

	private static ContainerReading read(OwnContainer container) throws IOException {
		return container.read().readings().get(0);
	}

	private static ContainerIdentity identity(String name, String id) {
		return new ContainerIdentity(name, id, "unknown");
	}

}
