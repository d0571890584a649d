package dev.emp.metrics.container;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.emp.metrics.container.ContainerReading.Cpu;
import dev.emp.metrics.container.ContainerReading.Io;
import dev.emp.metrics.container.ContainerReading.Memory;
import dev.emp.metrics.support.KernelText;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what reads the files of a {@link Cgroup}.
 */
class CgroupFilesTests {

	@TempDir
	private Path directory;

	@Test
	void timeOfV1IsInNanoseconds() throws IOException {
		write("cpuacct.usage", "1592470137\n");
		write("cpu.stat", "nr_periods 33\nnr_throttled 30\nthrottled_time 1017107809\n");
		assertThat(cpu(v1())).isEqualTo(new Cpu(1.592470137, 1.017107809, 30));
	}

	@Test
	void timeOfV2IsInMicroseconds() throws IOException {
		write("cpu.stat", "usage_usec 6638666\nuser_usec 1\nnr_periods 120\nnr_throttled 98\nthrottled_usec 8010082\n");
		assertThat(cpu(v2())).isEqualTo(new Cpu(6.638666, 8.010082, 98));
	}

	@Test
	void timeWithoutAQuotaControllerIsKnown() throws IOException {
		write("cpu.stat", "usage_usec 1000000\n");
		assertThat(cpu(v2())).isEqualTo(new Cpu(1, Double.NaN, Double.NaN));
	}

	@Test
	void memoryOfV1KnowsTheLimitsAbove() throws IOException {
		write("memory.usage_in_bytes", "5000\n");
		write("memory.stat", "inactive_file 1\nhierarchical_memory_limit 9000\ntotal_inactive_file 2000\n");
		write("memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 4\n");
		assertThat(new CgroupMemory(v1()).read()).isEqualTo(new Memory(3000, 3000, 9000, 4));
	}

	@Test
	void theLargestNumberIsNoLimit() throws IOException {
		write("memory.usage_in_bytes", "5000\n");
		write("memory.stat", "hierarchical_memory_limit 9223372036854771712\ntotal_inactive_file 2000\n");
		assertThat(new CgroupMemory(v1()).read()).isEqualTo(new Memory(3000, 3000, Double.NaN, Double.NaN));
	}

	@Test
	void moreFileCacheThanMemoryIsAMatterOfTheMoment() throws IOException {
		write("memory.current", "1000\n");
		write("memory.stat", "inactive_file 1500\n");
		assertThat(new CgroupMemory(v2()).read()).as("as docker stats has it, and the kubelet")
			.isEqualTo(new Memory(1000, 0, Double.NaN, Double.NaN));
	}

	@Test
	void memoryWithoutItsFileCacheIsShownAsAWhole() throws IOException {
		write("memory.current", "1000\n");
		write("memory.max", "3000\n");
		assertThat(new CgroupMemory(v2()).read()).isEqualTo(new Memory(1000, Double.NaN, 3000, Double.NaN));
	}

	@Test
	void allDevicesAddUp() {
		CgroupDisk disk = disk(v2());
		assertThat(disk.parse(text("8:0 rbytes=1 wbytes=20 rios=9\n8:16 rbytes=300 wbytes=4000 dbytes=7\n254:0 \n")))
			.isEqualTo(new Io(301, 4020));
		assertThat(disk(v2()).parse(text(""))).isEqualTo(new Io(0, 0));
	}

	@Test
	void aDeviceThatLiesUponAnotherDoesNotCountAgain() {
		CgroupDisk disk = new CgroupDisk((number) -> !number.equals("253:0"));
		disk.look(v2());
		assertThat(disk.parse(text("253:0 rbytes=1 wbytes=20\n8:0 rbytes=1 wbytes=20\n"))).isEqualTo(new Io(1, 20));
	}

	@Test
	void withoutADeviceV1MayNotHaveCounted() {
		CgroupDisk disk = disk(v1());
		assertThat(disk.parse(text("8:0 Read 1\n8:0 Write 20\n8:0 Sync 9\n8:0 Total 21\n8:16 Read 300\nTotal 321\n")))
			.isEqualTo(new Io(301, 20));
		assertThat(disk.parse(text("Total 0\n"))).isEqualTo(Io.UNKNOWN);
	}

	@Test
	void sumsDoNotOverflow() {
		assertThat(disk(v2()).parse(text("8:0 rbytes=9223372036854775807\n8:1 rbytes=5\n")).in()).isEqualTo(0x1p63);
	}

	@Test
	void whatIsMissingIsUnknown() throws IOException {
		assertThat(new Cgroup((controller) -> v2(), (disk) -> true).read(Io.UNKNOWN, 7)).isEqualTo(
				new ContainerReading(Cpu.UNKNOWN, Memory.UNKNOWN, Io.UNKNOWN, Io.UNKNOWN, Double.NaN, Double.NaN, 7));
		assertThat(new Cgroup((controller) -> null, (disk) -> true).read(Io.UNKNOWN, Double.NaN).pids()).isNaN();
	}

	@Test
	void theKernelMarksTheRootOfTheMachine() throws IOException {
		assertThat(v2().isRootOfMachine()).isTrue();
		assertThat(v1().isRootOfMachine()).isFalse();
		write("cgroup.events", "populated 1\n");
		write("release_agent", "\n");
		assertThat(v2().isRootOfMachine()).isFalse();
		assertThat(v1().isRootOfMachine()).isTrue();
	}

	private static Cpu cpu(CgroupDirectory directory) throws IOException {
		return new Cgroup((controller) -> directory, (disk) -> true).read(Io.UNKNOWN, Double.NaN).cpu();
	}

	private static CgroupDisk disk(CgroupDirectory directory) {
		CgroupDisk disk = new CgroupDisk((number) -> true);
		disk.look(directory);
		return disk;
	}

	private CgroupDirectory v1() {
		return new CgroupDirectory(this.directory, this.directory, false);
	}

	private CgroupDirectory v2() {
		return new CgroupDirectory(this.directory, this.directory, true);
	}

	private void write(String name, String text) throws IOException {
		Files.writeString(this.directory.resolve(name), text);
	}

	private static KernelText text(String text) {
		return new KernelText(text.getBytes(StandardCharsets.UTF_8));
	}

}
