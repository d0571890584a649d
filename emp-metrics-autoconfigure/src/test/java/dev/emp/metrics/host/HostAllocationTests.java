package dev.emp.metrics.host;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import dev.emp.metrics.support.Allocations;
import dev.emp.metrics.support.NameFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what a look at the machine may allocate.
 */
class HostAllocationTests {

	private static final NameFilter ALL = new NameFilter(List.of(), List.of());

	@Test
	@EnabledOnOs(OS.LINUX)
	void aRoundOfThisMachineAllocatesEightKilobytesAtMost() throws Exception {
		assertThat(round(new HostTree(Path.of("/")).disks(ALL).interfaces(ALL))).isLessThan(8 << 10);
	}

	@Test
	void aRoundOfARecordedMachineAllocatesEightKilobytesAtMost() throws Exception {
		assertThat(round(HostTree.recorded("machine"))).isLessThan(8 << 10);
	}

	private static long round(HostTree tree) throws Exception {
		HostSource source = new HostSource(tree.reader(), null);
		return Allocations.of(() -> source.rows(source.read()));
	}

}
