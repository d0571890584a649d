package dev.emp.metrics.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.emp.metrics.support.Meters;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of which disks of a machine are metered.
 */
class HostDisksTests {

	@TempDir
	private Path root;

	@BeforeEach
	void createMachine() throws IOException {
		Path block = this.root.resolve("sys/block");
		for (String disk : List.of("sda/slaves", "sdb/slaves", "md127/slaves/sda", "md127/slaves/sdb",
				"dm-0/slaves/md127", "dm-1/slaves/dm-0", "bcache0/slaves/sda", "zram0/slaves")) {
			Files.createDirectories(block.resolve(disk));
		}
		Files.createDirectories(this.root.resolve("proc"));
		StringBuilder diskstats = new StringBuilder();
		for (String disk : List.of("sda", "sda1", "sdb", "md127", "dm-0", "dm-1", "bcache0", "zram0")) {
			diskstats.append("8 %s %s 1 0 8 0 1 0 8 0 0 1 1\n".formatted(diskstats.length(), disk));
		}
		Files.writeString(this.root.resolve("proc/diskstats"), diskstats);
	}

	@Test
	void whatLiesUponOthersIsNotCountedAgain() throws IOException {
		assertThat(read(List.of(), null)).containsExactly("sda", "sdb");
	}

	@Test
	void namesThatTheUserGivesDecideAlone() throws IOException {
		assertThat(read(List.of("dm-*"), null)).containsExactly("dm-0", "dm-1");
		assertThat(read(List.of(), List.of("zram*"))).containsExactly("sda", "sdb", "md127", "dm-0", "dm-1", "bcache0");
	}

	private List<String> read(List<String> include, @Nullable List<String> exclude) throws IOException {
		HostProperties properties = new HostProperties(true, null, this.root.resolve("proc").toString(), null,
				new HostProperties.Disks(include, exclude), new HostProperties.Interfaces(List.of(), null),
				new HostProperties.Limits(100, 100));
		return HostReaders.linux(properties, new Meters(new SimpleMeterRegistry()))
			.read()
			.disks()
			.stream()
			.map(DiskCounters::device)
			.toList();
	}

}
