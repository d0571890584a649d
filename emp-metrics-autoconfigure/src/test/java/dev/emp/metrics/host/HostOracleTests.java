package dev.emp.metrics.host;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import dev.emp.metrics.support.NameFilter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests that {@link LinuxHostReader} and OSHI see the same machine.
 */
@EnabledOnOs(OS.LINUX)
class HostOracleTests {

	private final LinuxHostReader reader = new HostTree(Path.of("/"))
		.interfaces(new NameFilter(List.of(), List.of("veth*")))
		.reader();

	private final OshiHostReader oracle = new OshiHostReader(
			new HostProperties(true, null, null, null, new HostProperties.Disks(List.of(), List.of()),
					new HostProperties.Interfaces(List.of(), List.of("veth*")), new HostProperties.Limits(100, 100)));

	@Test
	void agreesWithTheOracle() throws IOException {
		this.oracle.read();
		this.reader.read();
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
		while (System.nanoTime() < end) {
			Thread.onSpinWait();
		}
		HostReading expected = this.oracle.read();
		HostReading reading = this.reader.read();
		agree(reading.cpu(), expected.cpu());
		assertThat(memory(reading).total()).isEqualTo(memory(expected).total());
		assertThat((double) memory(reading).used()).isCloseTo(memory(expected).used(),
				within(0.05 * memory(expected).total()));
		Map<String, DiskCounters> disks = byName(expected.disks(), DiskCounters::device);
		assertThat(disks).containsKey(reading.disks().get(0).device());
		assertThat(reading.disks()).filteredOn((disk) -> disks.containsKey(disk.device())).allSatisfy((disk) -> {
			assertThat(disk.readBytes()).isGreaterThanOrEqualTo(disks.get(disk.device()).readBytes());
			assertThat((double) disk.writtenBytes()).isCloseTo(disks.get(disk.device()).writtenBytes(),
					within(64.0 * (1 << 20)));
		});
		Map<String, InterfaceCounters> interfaces = byName(expected.interfaces(), InterfaceCounters::name);
		assertThat(reading.interfaces()).filteredOn((one) -> interfaces.containsKey(one.name()))
			.allSatisfy((one) -> assertThat((double) one.received()).isCloseTo(interfaces.get(one.name()).received(),
					within(64.0 * (1 << 20))));
	}

	private static void agree(CpuTimes reading, CpuTimes expected) {
		assertThat(reading.idle() / reading.total()).isCloseTo(expected.idle() / expected.total(), within(0.05));
		assertThat(reading.user() / reading.total()).isCloseTo(expected.user() / expected.total(), within(0.05));
	}

	private static MemoryReading memory(HostReading reading) {
		return Objects.requireNonNull(reading.memory());
	}

	private static <E> Map<String, E> byName(List<E> all, Function<E, String> name) {
		return all.stream().collect(Collectors.toMap(name, (one) -> one));
	}

}
