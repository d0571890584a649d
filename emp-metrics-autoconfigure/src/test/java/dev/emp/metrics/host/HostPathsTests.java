package dev.emp.metrics.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HostPaths}.
 */
class HostPathsTests {

	@TempDir
	private Path root;

	@Test
	void takesTheSysThatIsBesideTheProc() throws IOException {
		assertThat(paths().sys()).isEqualTo(Path.of("/sys"));
		Files.createDirectories(this.root.resolve("sys/block"));
		assertThat(paths().sys()).isEqualTo(this.root.resolve("sys"));
		assertThat(HostPaths.of(this.root.resolve("proc").toString(), "/elsewhere").sys())
			.isEqualTo(Path.of("/elsewhere"));
	}

	@Test
	void takesTheMountedProcWhereThereIsOne() {
		boolean mounted = Files.isReadable(Path.of("/host/proc/stat"));
		assertThat(HostPaths.of(null, null).proc()).isEqualTo(Path.of(mounted ? "/host/proc" : "/proc"));
	}

	@Test
	void knowsDisksFromTheirParts() throws IOException {
		assertThat(new HostPaths(this.root, this.root.resolve("none")).isWholeDisk("sda1")).as("nobody knows").isTrue();
		Files.createDirectories(this.root.resolve("sys/block/sda"));
		Files.createDirectories(this.root.resolve("sys/block/cciss!c0d0"));
		assertThat(paths().isWholeDisk("sda")).isTrue();
		assertThat(paths().isWholeDisk("cciss/c0d0")).isTrue();
		assertThat(paths().isWholeDisk("sda1")).isFalse();
		assertThat(paths().isWholeDisk("n\ud8000")).as("a name that no file can have").isTrue();
	}

	@Test
	void takesTheNetworkOfTheFirstProcessOfTheMachine() throws IOException {
		assertThat(paths().networkOfMachine()).isNull();
		Files.createDirectories(this.root.resolve("proc/2"));
		Files.writeString(this.root.resolve("proc/2/comm"), "java\n");
		assertThat(paths().networkOfMachine()).isNull();
		Files.writeString(this.root.resolve("proc/2/comm"), "kthreadd\n");
		assertThat(paths().networkOfMachine()).isEqualTo("1/net/dev");
	}

	@Test
	@DisabledOnOs(OS.WINDOWS)
	void takesTheOwnNetworkOfAProcessOfTheMachineThatSeesNoOther() throws IOException {
		Files.createDirectories(this.root.resolve("proc/self/ns"));
		Path namespace = this.root.resolve("proc/self/ns/pid");
		Files.createSymbolicLink(namespace, Path.of("pid:[4026532177]"));
		assertThat(paths().networkOfMachine()).isNull();
		Files.delete(namespace);
		Files.createSymbolicLink(namespace, Path.of("pid:[4026531836]"));
		assertThat(paths().networkOfMachine()).isEqualTo("self/net/dev");
	}

	@Test
	@DisabledOnOs(OS.WINDOWS)
	void doesNotTakeTheNetworkOfAContainerThatSharesTheProcessesOfTheMachine() throws IOException {
		Files.createDirectories(this.root.resolve("proc/self/ns"));
		Files.createSymbolicLink(this.root.resolve("proc/self/ns/pid"), Path.of("pid:[4026531836]"));
		Path settings = Files.createDirectories(this.root.resolve("proc/sys/net/core"));
		// what each network has, and what the machine's has alone
		Files.createFile(settings.resolve("somaxconn"));
		assertThat(paths().networkOfMachine()).isNull();
		Files.createFile(settings.resolve("netdev_max_backlog"));
		assertThat(paths().networkOfMachine()).isEqualTo("self/net/dev");
	}

	private HostPaths paths() {
		return HostPaths.of(this.root.resolve("proc").toString(), null);
	}

}
