package dev.emp.metrics.host;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Tag;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import dev.emp.metrics.support.Looks;
import dev.emp.metrics.support.SampledRow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link HostSource} and its rows.
 */
class HostSourceTests {

	private static final DiskCounters DISK = new DiskCounters("vda", 10, 20, 1, 2, 3500, 7);

	private static final InterfaceCounters INTERFACE = new InterfaceCounters("eth0", 100, 200, 1, 2, 3, -1,
			Link.UNKNOWN);

	private final HostSource source = new HostSource(HostSourceTests::unused, null);

	@Test
	void showsEachValueInItsPlace() {
		HostReading reading = reading(new CpuTimes(1, 0, 1, 2, 0, 0, 0), List.of(DISK), List.of(INTERFACE));
		assertThat(value(reading, "system.cpu.utilization", "user")).isEqualTo(0.25);
		assertThat(value(reading, "system.cpu.utilization", "idle")).isEqualTo(0.5);
		assertThat(value(reading, "system.memory.usage", "used")).isEqualTo(600);
		assertThat(value(reading, "system.memory.utilization", "used")).isCloseTo(0.6, within(1e-5));
		assertThat(value(reading, "system.memory.usage", "buffers")).isNaN();
		assertThat(value(reading, "system.disk.io", "vda,write")).isEqualTo(20);
		assertThat(value(reading, "system.disk.operations", "vda,read")).isEqualTo(1);
		assertThat(value(reading, "system.disk.io_time", "vda")).isEqualTo(3.5);
		assertThat(value(reading, "system.network.io", "eth0,transmit")).isEqualTo(200);
		assertThat(value(reading, "system.network.errors", "eth0,receive")).isEqualTo(1);
		assertThat(value(reading, "system.network.packet.dropped", "eth0,transmit")).isNaN();
		assertThat(value(reading, "system.linux.psi.stall", "some,io")).isEqualTo(2.5);
		assertThat(value(reading, "system.linux.psi.stall", "full,memory")).isNaN();
	}

	@Test
	void timeOfRequestsThatRunSideBySideIsNotBounded() throws Exception {
		AtomicLong busy = new AtomicLong(5000);
		Looks<HostReading> looks = new Looks<>(new HostSource(() -> reading(null,
				List.of(new DiskCounters("disk0", 10, 20, 1, 2, busy.getAndAdd(120_000), -1)), List.of()), null));
		for (int i = 0; i < 3; i++) {
			looks.next();
		}
		assertThat(looks.count("system.disk.io_time")).isEqualTo(240);
	}

	@Test
	void theMachineHasNoFullPressureOfProcessorsWhateverTheKernelWrites() {
		HostReading reading = new HostReading(null, new MemoryReading(1000, 400, 300, -1, 100), List.of(), List.of(),
				new Pressure(1_500_000, 0), Pressure.UNKNOWN, new Pressure(2_500_000, 0));
		assertThat(value(reading, "system.linux.psi.stall", "some,cpu")).isEqualTo(1.5);
		assertThat(value(reading, "system.linux.psi.stall", "full,io")).isZero();
		assertThat(this.source.rows(reading)).filteredOn((row) -> row.definition() == HostMeters.PSI_STALL)
			.extracting(HostSourceTests::tags)
			.containsExactlyInAnyOrder("some,cpu", "some,memory", "full,memory", "some,io", "full,io");
	}

	@Test
	void modesAddUpToAllThereIs() {
		HostReading reading = reading(new CpuTimes(7, 11, 13, 17, 19, 23, 29), List.of(), List.of());
		double sum = this.source.rows(reading)
			.stream()
			.filter((row) -> row.definition() == HostMeters.CPU_UTILIZATION)
			.mapToDouble((row) -> row.value().applyAsDouble(reading))
			.sum();
		assertThat(sum).isCloseTo(1, within(1e-4));
	}

	@Test
	void doesNotKnowTheProcessorsWithTheFirstReading() {
		assertThat(value(reading(null, List.of(), List.of()), "system.cpu.utilization", "user")).isNaN();
	}

	@Test
	void givesTheSameRowsAsLongAsNothingComesOrGoes() {
		HostReading reading = reading(null, List.of(DISK), List.of(INTERFACE));
		List<SampledRow<HostReading>> rows = this.source.rows(reading);
		assertThat(this.source
			.rows(reading(null, List.of(new DiskCounters("vda", 11, 22, 2, 3, 4, 7)), List.of(INTERFACE))))
			.isSameAs(rows);
		assertThat(this.source.rows(reading(null, List.of(DISK), List.of()))).isNotSameAs(rows)
			.hasSizeLessThan(rows.size());
		assertThat(this.source.rows(reading(null, List.of(), List.of(INTERFACE)))).isNotSameAs(rows);
	}

	private double value(HostReading reading, String meter, String tags) {
		SampledRow<HostReading> found = this.source.rows(reading)
			.stream()
			.filter((row) -> row.definition().spec().name().equals(meter) && tags(row).equals(tags))
			.collect(Collectors.collectingAndThen(Collectors.toList(), (rows) -> {
				assertThat(rows).as("%s of %s", meter, tags).hasSize(1);
				return rows.get(0);
			}));
		return found.value().applyAsDouble(reading);
	}

	/** In the order of their values' names of Micrometer, which sorts keys. */
	private static String tags(SampledRow<HostReading> row) {
		return row.tags()
			.stream()
			.sorted((first, second) -> rank(first) - rank(second))
			.map(Tag::getValue)
			.collect(Collectors.joining(","));
	}

	private static int rank(Tag tag) {
		return (tag.getKey().endsWith("direction") || tag.getKey().equals("resource")) ? 1 : 0;
	}

	private static HostReading reading(@Nullable CpuTimes cpu, List<DiskCounters> disks,
			List<InterfaceCounters> interfaces) {
		return new HostReading(cpu, new MemoryReading(1000, 400, 300, -1, 100), disks, interfaces, Pressure.UNKNOWN,
				Pressure.UNKNOWN, new Pressure(2_500_000, 0));
	}

	private static HostReading unused() {
		throw new IllegalStateException("Nobody reads here");
	}

}
