package dev.emp.metrics.host;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Clock;
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

	/** What others may use of a disk or a network between two readings. */
	private static final long MUCH = 64L << 20;

	private final HostTree tree = new HostTree(Path.of("/")).interfaces(new NameFilter(List.of(), List.of("veth*")));

	private final LinuxHostReader reader = this.tree.reader();

	private final OshiHostReader oracle = new OshiHostReader(
			new HostProperties(true, null, null, null, new HostProperties.Disks(List.of(), List.of()),
					new HostProperties.Interfaces(List.of(), List.of("veth*")), new HostProperties.Limits(100, 100)),
			Clock.SYSTEM);

	@Test
	void agreesWithTheOracle() throws IOException {
		this.oracle.read();
		this.reader.read();
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
		while (System.nanoTime() < end) {
			Thread.onSpinWait();
		}
		HostReading expected = this.oracle.read();
		this.tree.clock.addSeconds(2);
		HostReading reading = this.reader.read();
		for (ToLongFunction<CpuTimes> mode : List.<ToLongFunction<CpuTimes>>of(CpuTimes::idle, CpuTimes::user)) {
			assertThat(share(reading, mode)).isCloseTo(share(expected, mode), within(0.05));
		}
		assertThat(memory(reading).total()).isEqualTo(memory(expected).total());
		assertThat(memory(reading).used()).isCloseTo(memory(expected).used(), within(memory(expected).total() / 20));
		Map<String, Long> read = byName(expected.disks(), DiskCounters::device, DiskCounters::readBytes);
		assertThat(read).containsKey(reading.disks().get(0).device());
		assertThat(reading.disks()).filteredOn((disk) -> read.containsKey(disk.device()))
			.allSatisfy((disk) -> assertThat(disk.readBytes()).isCloseTo(read.get(disk.device()), within(MUCH)));
		Map<String, Long> received = byName(expected.interfaces(), InterfaceCounters::name,
				InterfaceCounters::received);
		assertThat(reading.interfaces()).filteredOn((one) -> received.containsKey(one.name()))
			.allSatisfy((one) -> assertThat(one.received()).isCloseTo(received.get(one.name()), within(MUCH)));
	}

	private static double share(HostReading reading, ToLongFunction<CpuTimes> mode) {
		CpuTimes times = Objects.requireNonNull(reading.cpu());
		return mode.applyAsLong(times) / times.total();
	}

	private static MemoryReading memory(HostReading reading) {
		return Objects.requireNonNull(reading.memory());
	}

	private static <E> Map<String, Long> byName(List<E> all, Function<E, String> name, Function<E, Long> value) {
		return all.stream().collect(Collectors.toMap(name, value));
	}

}
