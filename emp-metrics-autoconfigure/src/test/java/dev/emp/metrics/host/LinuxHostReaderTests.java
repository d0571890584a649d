package dev.emp.metrics.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import dev.emp.metrics.support.NameFilter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link LinuxHostReader}.
 */
@ExtendWith(OutputCaptureExtension.class)
class LinuxHostReaderTests {

	private static final long VDA = (254L << 20);

	private static final long SDA = (8L << 20);

	@TempDir
	private Path folder;

	@Test
	void readsARecordedMachine() throws IOException {
		HostReading reading = HostTree.recorded("machine").reader().read();
		assertThat(reading.cpu()).as("nothing to compare with").isNull();
		assertThat(reading.memory()).satisfies((memory) -> {
			assertThat(memory.total()).isEqualTo(24_684_092L * 1024);
			assertThat(memory.available()).isBetween(memory.free(), memory.total());
			assertThat(memory.used()).isEqualTo(memory.total() - memory.available());
		});
		assertThat(reading.disks()).containsExactly(
				new DiskCounters("vda", 7_679_226L * 512, 15_067_576L * 512, 164_007, 90_125, 41_624, VDA));
		assertThat(reading.interfaces()).extracting(InterfaceCounters::name)
			.containsExactly("ifb0", "ifb1", "eth0", "docker0", "emp-veth1", "emp-veth0");
		assertThat(reading.interfaces().get(2))
			.isEqualTo(new InterfaceCounters("eth0", 1_101_707_463, 4_744_177, 0, 0, 0, 0, Link.UNKNOWN));
		assertThat(reading.interfaces().get(3).transmitDropped()).isEqualTo(2);
		assertThat(reading.cpuPressure().some()).isPositive();
		assertThat(reading.cpuPressure().full()).isNotNegative();
		assertThat(reading.ioPressure().some()).isPositive();
	}

	@Test
	void doesNotTakeTheInterfacesOfAContainerForThoseOfTheMachine(CapturedOutput output) throws IOException {
		HostTree tree = HostTree.recorded("container").interfaces(new NameFilter(List.of(), List.of()));
		LinuxHostReader reader = tree.reader();
		assertThat(reader.read().interfaces()).isEmpty();
		for (int i = 0; i < 30; i++) {
			assertThat(reader.read().disks()).extracting(DiskCounters::device).containsExactly("vda");
		}
		assertThat(output.getOut().lines().filter((line) -> line.contains("The network interfaces"))).singleElement()
			.asString()
			.contains("INFO", tree.proc().toString(), "/host/proc");
	}

	@Test
	void readsAnOldKernel() throws IOException {
		HostTree tree = HostTree.recorded("old");
		HostReading reading = tree.reader().read();
		assertThat(reading.memory()).isEqualTo(
				new MemoryReading(4L << 30, (1L << 30) + (128 << 20) + (640 << 20), 1L << 30, 128 << 20, 640 << 20));
		assertThat(reading.disks()).extracting(DiskCounters::device).containsExactly("sda", "dm-0", "sr0");
		assertThat(reading.disks().get(0))
			.isEqualTo(new DiskCounters("sda", 20_480_000, 30_720_000, 500, 700, 1200, SDA));
		assertThat(reading.interfaces())
			.containsExactly(new InterfaceCounters("eth0", 4_000_000_000L, 2_000_000_000L, 1, 3, 2, 4, Link.UNKNOWN));
		assertThat(reading.cpuPressure()).isEqualTo(Pressure.UNKNOWN);
		assertThat(tree.failures).isEmpty();
	}

	@Test
	void saysNothingOfPressureThatTheKernelRefuses(CapturedOutput output) throws IOException {
		Files.createDirectories(this.folder.resolve("proc"));
		write("meminfo", "MemTotal: 100 kB\nMemFree: 50 kB\n");
		// a folder is as unreadable as a file of a kernel without pressure
		Files.createDirectories(this.folder.resolve("proc/pressure/cpu"));
		HostTree tree = new HostTree(this.folder);
		assertThat(tree.reader().read().cpuPressure()).isEqualTo(Pressure.UNKNOWN);
		assertThat(tree.failures).isEmpty();
		assertThat(output).doesNotContain("WARN");
	}

	@Test
	void comparesTheProcessorsWithTheLastReading() throws IOException {
		Files.createDirectories(this.folder.resolve("proc"));
		write("meminfo", "MemTotal: 100 kB\nMemFree: 50 kB\n");
		write("stat", "cpu  100 10 50 800 20 1 2 3 0 0\n");
		HostTree tree = new HostTree(this.folder);
		LinuxHostReader reader = tree.reader();
		reader.read();
		write("stat", "cpu  150 10 75 815 15 3 4 6 90 0\n");
		assertThat(reader.read().cpu()).as("iowait went back").isEqualTo(new CpuTimes(50, 0, 25, 15, 0, 4, 3));
		write("stat", "cpu  150 10 75 815 15 3 4 6 90 0\n");
		assertThat(reader.read().cpu()).isEqualTo(new CpuTimes(0, 0, 0, 0, 0, 0, 0));
	}

	@Test
	void aFileThatCannotBeReadCostsWhatItSays() throws IOException {
		HostTree source = HostTree.recorded("machine");
		Files.createDirectories(this.folder.resolve("proc"));
		Files.copy(source.proc().resolve("meminfo"), this.folder.resolve("proc/meminfo"));
		Files.createDirectory(this.folder.resolve("proc/diskstats"));
		write("stat", "cpu  what\n");
		HostTree tree = new HostTree(this.folder);
		HostReading reading = tree.reader().read();
		assertThat(reading.memory()).isNotNull();
		assertThat(reading.disks()).isEmpty();
		assertThat(tree.failures).containsExactlyInAnyOrder("stat", "diskstats");
	}

	@Test
	void saysWhatIsWrongWithThePath() {
		assertThatIOException().isThrownBy(() -> new HostTree(this.folder).reader().read())
			.withMessageContaining(this.folder.resolve("proc").toString())
			.withMessageContaining("emp.metrics.host.proc-path");
	}

	@Test
	void namesTheOptionOfAProcThatShowsNothingButProcesses() throws IOException {
		Files.createDirectories(this.folder.resolve("proc/self"));
		write("self/stat", "1 (java) S\n");
		assertThatIOException().isThrownBy(() -> new HostTree(this.folder).reader().read())
			.withMessageContaining(this.folder.resolve("proc").toString())
			.withMessageContaining("subset=pid")
			.withMessageNotContaining("emp.metrics.host.proc-path");
	}

	private void write(String file, String text) throws IOException {
		Files.writeString(this.folder.resolve("proc").resolve(file), text);
	}

}
