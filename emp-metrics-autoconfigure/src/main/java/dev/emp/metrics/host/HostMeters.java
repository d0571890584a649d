package dev.emp.metrics.host;

import dev.emp.metrics.MeterDefinition;
import dev.emp.metrics.MeterSpec;

/**
 * The meters of the machine. Each worker on a machine says the same: aggregate with the
 * maximum, not the sum. Counters begin with the series.
 */
enum HostMeters implements MeterDefinition {

	CPU_UTILIZATION(MeterSpec
		.ratio("system.cpu.utilization",
				"Share of the time of all processors that they spent in a mode since the last reading")
		.tags(Keys.CPU_MODE)),

	MEMORY_UTILIZATION(MeterSpec
		.ratio("system.memory.utilization",
				"Share of the memory in a state; used is what is not available, so that the states overlap")
		.tags(Keys.MEMORY_STATE)),

	MEMORY_USAGE(MeterSpec
		.bytes("system.memory.usage", "Memory in a state; used is what is not available, so that the states overlap")
		.tags(Keys.MEMORY_STATE)
		.offByDefault()),

	DISK_IO(MeterSpec.counter("system.disk.io", "What was read from a disk and written to it", "bytes")
		.tags(Keys.DEVICE, Keys.DISK_DIRECTION)),

	DISK_OPERATIONS(MeterSpec.counter("system.disk.operations", "Reads from a disk and writes to it")
		.tags(Keys.DEVICE, Keys.DISK_DIRECTION)
		.offByDefault()),

	DISK_IO_TIME(MeterSpec.counter("system.disk.io_time", "Time in which a disk had something to do", "seconds")
		.tags(Keys.DEVICE)
		.offByDefault()),

	NETWORK_IO(
			MeterSpec.counter("system.network.io", "What an interface of the machine received and transmitted", "bytes")
				.tags(Keys.INTERFACE, Keys.NETWORK_DIRECTION)),

	NETWORK_PACKET_DROPPED(
			MeterSpec.counter("system.network.packet.dropped", "Packets that an interface of the machine dropped")
				.tags(Keys.INTERFACE, Keys.NETWORK_DIRECTION)
				.offByDefault()),

	NETWORK_ERRORS(MeterSpec.counter("system.network.errors", "Packets that an interface of the machine got wrong")
		.tags(Keys.INTERFACE, Keys.NETWORK_DIRECTION)
		.offByDefault()),

	PSI_STALL(MeterSpec
		.counter("system.linux.psi.stall", "Time in which some or all tasks waited for a resource (Linux PSI)",
				"seconds")
		.tags(Keys.RESOURCE, Keys.KIND)
		.offByDefault());

	private final MeterSpec spec;

	HostMeters(MeterSpec spec) {
		this.spec = spec;
	}

	@Override
	public MeterSpec spec() {
		return this.spec;
	}

	/**
	 * The tag keys of host meters, as the semantic conventions of OpenTelemetry have them
	 * where they do.
	 */
	static final class Keys {

		static final String CPU_MODE = "cpu.mode";

		static final String MEMORY_STATE = "system.memory.state";

		static final String DEVICE = "system.device";

		static final String DISK_DIRECTION = "disk.io.direction";

		static final String INTERFACE = "network.interface.name";

		static final String NETWORK_DIRECTION = "network.io.direction";

		static final String RESOURCE = "resource";

		static final String KIND = "kind";

		private Keys() {
		}

	}

}
