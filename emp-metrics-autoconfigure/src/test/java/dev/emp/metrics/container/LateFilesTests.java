package dev.emp.metrics.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import dev.emp.metrics.container.ContainerReading.Cpu;
import dev.emp.metrics.container.ContainerReading.Io;
import dev.emp.metrics.container.ContainerReading.Memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests that files of a cgroup that come later are found, and that those that go cost
 * themselves alone.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the names of recorded links have colons")
class LateFilesTests {

	private static final List<String> MEMORY = List.of("memory.current", "memory.stat", "memory.max", "memory.events");

	@TempDir
	private Path root;

	private Path cgroup;

	@BeforeEach
	void unpack() throws IOException {
		RecordedTree.unpack("v2-in-docker", this.root);
		this.cgroup = this.root.resolve("sys/fs/cgroup");
	}

	@Test
	void whatIsDelegatedLaterIsFoundAfterAWhile() throws IOException {
		Path later = Files.createDirectory(this.root.resolve("later"));
		for (String name : List.of("memory.current", "memory.stat", "memory.max", "memory.events", "io.stat",
				"pids.current")) {
			Files.move(this.cgroup.resolve(name), later.resolve(name));
		}
		OwnContainerSource source = new OwnContainerSource(this.root, null, true);
		ContainerReading first = source.read().readings().get(0);
		assertThat(first.cpu().time()).isEqualTo(6.638666);
		assertThat(first.memory()).isEqualTo(Memory.UNKNOWN);
		for (String name : List.of("memory.current", "memory.stat", "memory.max", "memory.events", "io.stat",
				"pids.current")) {
			Files.move(later.resolve(name), this.cgroup.resolve(name));
		}
		ContainerReading last = first;
		for (int i = 0; i < Cgroup.LOOKS; i++) {
			last = source.read().readings().get(0);
		}
		assertThat(last.memory()).isEqualTo(new Memory(1_261_568, 1_261_568, 256 << 20, 0));
		assertThat(last.disk()).isEqualTo(new Io(20 << 20, 20 << 20));
		assertThat(last.pids()).isEqualTo(5);
		assertThat(last.cpu()).isEqualTo(first.cpu());
	}

	@Test
	void aMountThatComesLaterIsFoundAfterAWhile() throws IOException {
		Path mounts = this.root.resolve("proc/self/mountinfo");
		String text = Files.readString(mounts);
		Files.writeString(mounts, "59 42 0:33 / / rw - overlay overlay rw\n");
		OwnContainerSource source = new OwnContainerSource(this.root, null, true);
		assertThat(source.read().readings().get(0).cpu()).isEqualTo(Cpu.UNKNOWN);
		Files.writeString(mounts, text);
		ContainerReadings last = source.read();
		for (int i = 1; i < Cgroup.LOOKS; i++) {
			last = source.read();
		}
		assertThat(last.readings().get(0).memory().limit()).isEqualTo(256 << 20);
	}

	@Test
	void otherContainersAreLookedAtAgainToo() throws IOException {
		String id = FakeDockerEngine.id(7);
		Path container = Files.createDirectories(this.root.resolve("tree/docker/" + id));
		Files.writeString(this.root.resolve("tree/cgroup.controllers"), "cpu memory\n");
		Files.writeString(container.resolve("cpu.stat"), "usage_usec 2000000\n");
		CgroupTreeSource source = new CgroupTreeSource(() -> new CgroupTree(this.root.resolve("tree")),
				new ContainerLimit(50, "limit", () -> {
				}), (own, directory) -> false, null);
		assertThat(source.read().readings().get(0).cpu().time()).isEqualTo(2);
		Files.writeString(container.resolve("memory.current"), "4096\n");
		ContainerReadings last = source.read();
		for (int i = 1; i < Cgroup.LOOKS; i++) {
			last = source.read();
		}
		assertThat(last.readings().get(0).memory().usage()).isEqualTo(4096);
	}

	@Test
	void whatIsTakenAwayCostsItselfAlone() throws IOException {
		OwnContainerSource source = new OwnContainerSource(this.root, null, true);
		ContainerReading first = source.read().readings().get(0);
		for (String name : MEMORY) {
			Files.delete(this.cgroup.resolve(name));
		}
		ContainerReading second = source.read().readings().get(0);
		assertThat(second.memory()).isEqualTo(Memory.UNKNOWN);
		assertThat(second.cpu()).isEqualTo(first.cpu());
		assertThat(second.disk()).isEqualTo(first.disk());
		Files.writeString(this.cgroup.resolve("memory.current"), "4096\n");
		assertThat(source.read().readings().get(0).memory().usage()).as("at once, since it was there before")
			.isEqualTo(4096);
	}

	@Test
	void aQuotaThatIsTakenAwayCostsNoProcessorTime() throws IOException {
		Files.writeString(this.cgroup.resolve("cpu.max"), "50000 100000\n");
		Cgroup own = new Cgroup((controller) -> new CgroupDirectory(this.cgroup, this.cgroup, true), (disk) -> true);
		assertThat(own.read(Io.UNKNOWN, Double.NaN).cpu()).isEqualTo(new Cpu(6.638666, 8.010082, 115));
		Files.delete(this.cgroup.resolve("cpu.max"));
		assertThat(own.read(Io.UNKNOWN, Double.NaN).cpu()).isEqualTo(new Cpu(6.638666, Double.NaN, Double.NaN));
		assertThat(own.read(Io.UNKNOWN, Double.NaN).cpu()).as("looked for again")
			.isEqualTo(new Cpu(6.638666, 8.010082, 115));
	}

	@Test
	void processorTimeOfV1ThatIsTakenAwayCostsNoThrottling() throws IOException {
		Path other = RecordedTree.unpack("v1-limits-above", Files.createDirectory(this.root.resolve("v1")));
		OwnContainerSource source = new OwnContainerSource(other, null, true);
		assertThat(source.read().readings().get(0).cpu()).isEqualTo(new Cpu(0.315912867, 1.034773394, 31));
		Files.delete(other.resolve("sys/fs/cgroup/cpuacct/worker/init/cpuacct.usage"));
		assertThat(source.read().readings().get(0).cpu()).isEqualTo(new Cpu(Double.NaN, 1.034773394, 31));
	}

	@Test
	void aCgroupThatIsGoneIsAFailure() throws IOException {
		Cgroup gone = new Cgroup((controller) -> new CgroupDirectory(this.cgroup, this.cgroup, true), (disk) -> true);
		gone.read(Io.UNKNOWN, Double.NaN);
		for (String name : List.of("cpu.stat", "io.stat", "pids.current")) {
			Files.delete(this.cgroup.resolve(name));
		}
		for (String name : MEMORY) {
			Files.delete(this.cgroup.resolve(name));
		}
		assertThatIOException().isThrownBy(() -> gone.read(Io.UNKNOWN, Double.NaN));
	}

}
