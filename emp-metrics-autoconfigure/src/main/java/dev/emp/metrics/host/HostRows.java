package dev.emp.metrics.host;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

import io.micrometer.core.instrument.Tags;
import org.jspecify.annotations.Nullable;

import dev.emp.metrics.host.HostMeters.Keys;
import dev.emp.metrics.support.Growth;
import dev.emp.metrics.support.KernelText;
import dev.emp.metrics.support.Ratio;
import dev.emp.metrics.support.SampledRow;

/**
 * The series of the machine, for readings with the same disks and interfaces in the same
 * places.
 *
 * @param disks the disks at the first look
 * @param interfaces the interfaces at the first look
 * @param all the rows
 */
record HostRows(List<DiskCounters> disks, List<InterfaceCounters> interfaces, List<SampledRow<HostReading>> all) {

	/** In seconds per second. */
	private static final double ALL_THE_TIME = 1;

	static HostRows of(List<DiskCounters> disks, List<InterfaceCounters> interfaces) {
		List<SampledRow<HostReading>> rows = new ArrayList<>();
		addCpu(rows);
		addMemory(rows);
		addPressure(rows);
		for (int i = 0; i < disks.size(); i++) {
			addDisk(rows, i, disks.get(i));
		}
		for (int i = 0; i < interfaces.size(); i++) {
			addInterface(rows, i, interfaces.get(i));
		}
		return new HostRows(disks, interfaces, List.copyOf(rows));
	}

	/**
	 * Whether a reading has the same disks and interfaces.
	 * @param reading the reading
	 * @return whether it has
	 */
	boolean fit(HostReading reading) {
		boolean fit = reading.disks().size() == this.disks.size()
				&& reading.interfaces().size() == this.interfaces.size();
		for (int i = 0; fit && i < this.disks.size(); i++) {
			fit = this.disks.get(i).isOfSame(reading.disks().get(i));
		}
		for (int i = 0; fit && i < this.interfaces.size(); i++) {
			fit = this.interfaces.get(i).isOfSame(reading.interfaces().get(i));
		}
		return fit;
	}

	private static void addCpu(List<SampledRow<HostReading>> rows) {
		addCpu(rows, "user", CpuTimes::user);
		addCpu(rows, "nice", CpuTimes::nice);
		addCpu(rows, "system", CpuTimes::system);
		addCpu(rows, "idle", CpuTimes::idle);
		addCpu(rows, "iowait", CpuTimes::iowait);
		addCpu(rows, "interrupt", CpuTimes::interrupt);
		addCpu(rows, "steal", CpuTimes::steal);
	}

	private static void addCpu(List<SampledRow<HostReading>> rows, String mode, ToLongFunction<CpuTimes> time) {
		rows.add(new SampledRow<>(HostMeters.CPU_UTILIZATION, Tags.of(Keys.CPU_MODE, mode), (reading) -> {
			CpuTimes cpu = reading.cpu();
			return (cpu != null) ? Ratio.of((double) time.applyAsLong(cpu), cpu.total()) : Double.NaN;
		}));
	}

	private static void addMemory(List<SampledRow<HostReading>> rows) {
		addMemory(rows, "used", MemoryReading::used);
		addMemory(rows, "free", MemoryReading::free);
		addMemory(rows, "buffers", MemoryReading::buffers);
		addMemory(rows, "cached", MemoryReading::cached);
	}

	private static void addMemory(List<SampledRow<HostReading>> rows, String state,
			ToLongFunction<MemoryReading> bytes) {
		Tags tags = Tags.of(Keys.MEMORY_STATE, state);
		rows.add(new SampledRow<>(HostMeters.MEMORY_UTILIZATION, tags, (reading) -> Ratio
			.of(memory(reading.memory(), bytes), memory(reading.memory(), MemoryReading::total))));
		rows.add(new SampledRow<>(HostMeters.MEMORY_USAGE, tags, (reading) -> memory(reading.memory(), bytes)));
	}

	private static double memory(@Nullable MemoryReading memory, ToLongFunction<MemoryReading> bytes) {
		return (memory != null) ? KernelText.orUnknown(bytes.applyAsLong(memory)) : Double.NaN;
	}

	private static void addPressure(List<SampledRow<HostReading>> rows) {
		// all of a machine never waits for processors: the kernel writes a 0 there
		addPressure(rows, "cpu", "some", (reading) -> reading.cpuPressure().some());
		addPressure(rows, "memory", "some", (reading) -> reading.memoryPressure().some());
		addPressure(rows, "memory", "full", (reading) -> reading.memoryPressure().full());
		addPressure(rows, "io", "some", (reading) -> reading.ioPressure().some());
		addPressure(rows, "io", "full", (reading) -> reading.ioPressure().full());
	}

	private static void addPressure(List<SampledRow<HostReading>> rows, String resource, String kind,
			ToLongFunction<HostReading> micros) {
		rows.add(new SampledRow<>(HostMeters.PSI_STALL, Tags.of(Keys.RESOURCE, resource, Keys.KIND, kind),
				(reading) -> KernelText.orUnknown(micros.applyAsLong(reading)) / 1e6, null, ALL_THE_TIME));
	}

	private static void addDisk(List<SampledRow<HostReading>> rows, int i, DiskCounters disk) {
		Object thing = (disk.number() >= 0) ? disk.number() : null;
		Tags device = Tags.of(Keys.DEVICE, disk.device());
		Tags read = device.and(Keys.DISK_DIRECTION, "read");
		Tags write = device.and(Keys.DISK_DIRECTION, "write");
		rows.add(disk(HostMeters.DISK_IO, read, thing, (reading) -> reading.disks().get(i).readBytes()));
		rows.add(disk(HostMeters.DISK_IO, write, thing, (reading) -> reading.disks().get(i).writtenBytes()));
		rows.add(disk(HostMeters.DISK_OPERATIONS, read, thing, (reading) -> reading.disks().get(i).reads()));
		rows.add(disk(HostMeters.DISK_OPERATIONS, write, thing, (reading) -> reading.disks().get(i).writes()));
		rows.add(new SampledRow<>(HostMeters.DISK_IO_TIME, device,
				(reading) -> KernelText.orUnknown(reading.disks().get(i).busyMillis()) / 1e3, thing,
				// elsewhere than with Linux it is what requests took that ran side by
				// side
				(thing != null) ? ALL_THE_TIME : Growth.Most.DISK_SECONDS));
	}

	private static SampledRow<HostReading> disk(HostMeters meter, Tags tags, @Nullable Object thing,
			ToLongFunction<HostReading> value) {
		return new SampledRow<>(meter, tags, number(value), thing,
				(meter == HostMeters.DISK_IO) ? Growth.Most.DISK_BYTES : Growth.Most.DISK_OPERATIONS);
	}

	private static void addInterface(List<SampledRow<HostReading>> rows, int i, InterfaceCounters counters) {
		Link link = counters.link();
		Tags name = Tags.of(Keys.INTERFACE, counters.name());
		Tags receive = name.and(Keys.NETWORK_DIRECTION, "receive");
		Tags transmit = name.and(Keys.NETWORK_DIRECTION, "transmit");
		rows.add(of(link, HostMeters.NETWORK_IO, receive, (reading) -> reading.interfaces().get(i).received()));
		rows.add(of(link, HostMeters.NETWORK_IO, transmit, (reading) -> reading.interfaces().get(i).transmitted()));
		rows.add(
				of(link, HostMeters.NETWORK_ERRORS, receive, (reading) -> reading.interfaces().get(i).receiveErrors()));
		rows.add(of(link, HostMeters.NETWORK_ERRORS, transmit,
				(reading) -> reading.interfaces().get(i).transmitErrors()));
		rows.add(of(link, HostMeters.NETWORK_PACKET_DROPPED, receive,
				(reading) -> reading.interfaces().get(i).receiveDropped()));
		rows.add(of(link, HostMeters.NETWORK_PACKET_DROPPED, transmit,
				(reading) -> reading.interfaces().get(i).transmitDropped()));
	}

	private static SampledRow<HostReading> of(Link link, HostMeters meter, Tags tags,
			ToLongFunction<HostReading> value) {
		// a packet has more than one byte, so that the bound holds for packets too
		double most = (meter == HostMeters.NETWORK_IO) ? link.bytesPerSecond()
				: Math.min(link.bytesPerSecond(), Growth.Most.PACKETS);
		return new SampledRow<>(meter, tags, number(value), link.identity(), most);
	}

	private static ToDoubleFunction<HostReading> number(ToLongFunction<HostReading> value) {
		return (reading) -> KernelText.orUnknown(value.applyAsLong(reading));
	}

}
