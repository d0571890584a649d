package dev.emp.metrics.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import dev.emp.metrics.container.ContainerReading.Cpu;
import dev.emp.metrics.container.ContainerReading.Memory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that limit and usage come from the same cgroup, where the limit is enforced: the
 * own one or one above it.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the names of recorded links have colons")
class LimitsAboveTests {

	private static final long MIB = 1 << 20;

	@TempDir
	private Path root;

	private Path slice;

	private Path own;

	@BeforeEach
	void unpack() throws IOException {
		RecordedTree.unpack("v2-unit", this.root);
		this.slice = this.root.resolve("sys/fs/cgroup/system.slice");
		this.own = this.slice.resolve("worker.service");
	}

	@Test
	void throttlingIsThatOfTheQuotaAbove() throws IOException {
		quota(this.own, "max 100000", 0, 0);
		quota(this.slice, "50000 100000", 30, 7_000_000);
		assertThat(read().cpu()).isEqualTo(new Cpu(4.219976, 7, 30));
		Files.delete(this.own.resolve("cpu.max"));
		write(this.own, "cpu.stat", "usage_usec 4219976\n");
		assertThat(read().cpu()).as("without a controller of its own").isEqualTo(new Cpu(4.219976, 7, 30));
	}

	@Test
	void throttlingIsThatOfTheTightestQuota() throws IOException {
		quota(this.own, "150000 100000", 11, 1_000_000);
		quota(this.slice, "100000 50000", 30, 7_000_000);
		assertThat(read().cpu()).isEqualTo(new Cpu(4.219976, 1, 11));
		quota(this.slice, "50000 50000", 30, 7_000_000);
		assertThat(read().cpu()).isEqualTo(new Cpu(4.219976, 7, 30));
		quota(this.own, "100000 100000", 11, 1_000_000);
		assertThat(read().cpu()).as("of equal ones its own").isEqualTo(new Cpu(4.219976, 1, 11));
	}

	@Test
	void withoutAQuotaThereIsNoThrottling() throws IOException {
		quota(this.own, "max 100000", 11, 1_000_000);
		quota(this.slice, "max 100000", 30, 7_000_000);
		assertThat(read().cpu()).isEqualTo(new Cpu(4.219976, Double.NaN, Double.NaN));
	}

	@Test
	void usageAndKillsAreThoseOfTheLimitAbove() throws IOException {
		memory(this.own, 150 * MIB, "max", 1);
		memory(this.slice, 980 * MIB, "1073741824", 4);
		assertThat(read().memory()).isEqualTo(new Memory(979 * MIB, 979 * MIB, 1024 * MIB, 4));
		memory(this.own, 150 * MIB, "1073741824", 1);
		assertThat(read().memory()).as("of equal ones its own")
			.isEqualTo(new Memory(149 * MIB, 149 * MIB, 1024 * MIB, 1));
		memory(this.own, 150 * MIB, "max", 1);
		memory(this.slice, 980 * MIB, "max", 4);
		assertThat(read().memory()).as("without a limit").isEqualTo(new Memory(149 * MIB, 149 * MIB, Double.NaN, 1));
	}

	@Test
	void aProcessInALeafIsMeteredByTheLimitOfItsContainer() throws IOException {
		Path container = Files.createDirectory(this.root.resolve("docker"));
		RecordedTree.unpack("v2-in-docker", container);
		Path top = container.resolve("sys/fs/cgroup");
		Path leaf = Files.createDirectory(top.resolve("init"));
		write(container.resolve("proc/self"), "cgroup", "0::/init\n");
		write(leaf, "cgroup.events", "populated 1\n");
		memory(leaf, 150 * MIB, "max", 0);
		memory(top, 980 * MIB, "1073741824", 2);
		quota(leaf, "max 100000", 0, 0);
		quota(top, "50000 100000", 30, 7_000_000);
		ContainerReading reading = OwnContainer.find(container).read().readings().get(0);
		assertThat(reading.memory()).isEqualTo(new Memory(979 * MIB, 979 * MIB, 1024 * MIB, 2));
		assertThat(reading.cpu().throttledTime()).isEqualTo(7);
	}

	@Test
	void readsACgroupV1WithLimitsAboveIt() throws IOException {
		Path place = Files.createDirectory(this.root.resolve("v1"));
		OwnContainer container = OwnContainer.find(RecordedTree.unpack("v1-limits-above", place));
		ContainerReading reading = container.read().readings().get(0);
		assertThat(reading.cpu()).isEqualTo(new Cpu(0.315912867, 1.034773394, 31));
		assertThat(reading.memory().limit()).isEqualTo(199_999_488);
		assertThat(reading.memory().usage()).isEqualTo(999_424 - 12_288);
		assertThat(reading.memory().oomKills()).as("v1 counts it where the process was").isOne();
		Path worker = place.resolve("sys/fs/cgroup/cpu/worker");
		write(worker, "cpu.cfs_quota_us", "-1\n");
		assertThat(container.read().readings().get(0).cpu()).isEqualTo(new Cpu(0.315912867, Double.NaN, Double.NaN));
	}

	@Test
	void aLimitOfV1ThatIsNotVisibleIsNotComparedWithOtherUsage() throws IOException {
		Path place = Files.createDirectory(this.root.resolve("v1"));
		RecordedTree.unpack("v1-limits-above", place);
		write(place.resolve("sys/fs/cgroup/memory/worker"), "memory.limit_in_bytes", "300003328\n");
		Memory memory = OwnContainer.find(place).read().readings().get(0).memory();
		assertThat(memory.limit()).isNaN();
		assertThat(memory.usage()).isEqualTo(937_984 - 12_288);
	}

	@Test
	void countsGoOnWhereTheLimitIsSetElsewhere() throws IOException {
		quota(this.own, "100000 100000", 11, 1_000_000);
		quota(this.slice, "max 100000", 300, 70_000_000);
		memory(this.own, 150 * MIB, "536870912", 1);
		memory(this.slice, 980 * MIB, "max", 40);
		OwnContainerSource source = new OwnContainerSource(this.root, null, true);
		ContainerReading first = source.read().readings().get(0);
		assertThat(first.cpu().throttledTime()).isOne();
		quota(this.slice, "50000 100000", 300, 70_000_000);
		memory(this.slice, 980 * MIB, "134217728", 40);
		ContainerReading second = source.read().readings().get(0);
		assertThat(second.memory().limit()).isEqualTo(128 * MIB);
		assertThat(second.cpu()).as("nothing was counted between the two").isEqualTo(first.cpu());
		assertThat(second.memory().oomKills()).isEqualTo(first.memory().oomKills());
		quota(this.slice, "50000 100000", 304, 72_500_000);
		memory(this.slice, 980 * MIB, "134217728", 42);
		ContainerReading third = source.read().readings().get(0);
		assertThat(third.cpu()).isEqualTo(new Cpu(4.219976, 3.5, 15));
		assertThat(third.memory().oomKills()).isEqualTo(3);
	}

	@Test
	void aKillIsCountedThatComesWithAnotherLimit() throws IOException {
		memory(this.own, 150 * MIB, "max", 1);
		memory(this.slice, 980 * MIB, "1073741824", 40);
		OwnContainerSource source = new OwnContainerSource(this.root, null, true);
		assertThat(source.read().readings().get(0).memory().oomKills()).isEqualTo(40);
		memory(this.own, 150 * MIB, "134217728", 2);
		memory(this.slice, 980 * MIB, "1073741824", 41);
		assertThat(source.read().readings().get(0).memory().oomKills()).as("in the leaf").isEqualTo(41);
		memory(this.own, 150 * MIB, "max", 2);
		memory(this.slice, 980 * MIB, "1073741824", 44);
		assertThat(source.read().readings().get(0).memory().oomKills()).as("beside the leaf").isEqualTo(44);
	}

	private ContainerReading read() throws IOException {
		return OwnContainer.find(this.root).read().readings().get(0);
	}

	private static void quota(Path cgroup, String quota, int throttled, int micros) throws IOException {
		write(cgroup, "cpu.max", quota + "\n");
		write(cgroup, "cpu.stat", "usage_usec 4219976\nnr_periods " + 2 * throttled + "\nnr_throttled " + throttled
				+ "\nthrottled_usec " + micros + "\n");
	}

	private static void memory(Path cgroup, long usage, String limit, int kills) throws IOException {
		write(cgroup, "memory.current", usage + "\n");
		write(cgroup, "memory.stat", "anon 1\ninactive_file " + MIB + "\n");
		write(cgroup, "memory.max", limit + "\n");
		write(cgroup, "memory.events", "max 9\noom_kill " + kills + "\n");
	}

	private static void write(Path directory, String name, String text) throws IOException {
		Files.writeString(directory.resolve(name), text);
	}

}
