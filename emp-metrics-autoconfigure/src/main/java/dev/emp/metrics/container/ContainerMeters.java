package dev.emp.metrics.container;

import java.util.List;
import java.util.stream.Stream;

import dev.emp.metrics.MeterDefinition;
import dev.emp.metrics.MeterSpec;

/**
 * The meters of containers.
 */
enum ContainerMeters implements MeterDefinition {

	CPU_TIME(MeterSpec.counter("container.cpu.time", "Processor time that the container used", "seconds")
		.offByDefault()),

	CPU_THROTTLED_TIME(MeterSpec.counter("container.cpu.throttled.time",
			"Time that threads of the container waited since its processor quota was used up", "seconds")),

	CPU_THROTTLED_PERIODS(MeterSpec
		.counter("container.cpu.throttled.periods", "Periods in which the container used up its processor quota")
		.offByDefault()),

	MEMORY_USAGE(MeterSpec.bytes("container.memory.usage",
			"Memory that the container uses, as docker stats shows it: without file cache that was not used lately")),

	MEMORY_WORKING_SET(MeterSpec
		.bytes("container.memory.working_set",
				"Memory of the container that cannot be taken back easily, by which Kubernetes evicts")
		.offByDefault()),

	MEMORY_LIMIT(MeterSpec.bytes("container.memory.limit", "Memory that the container may use; absent if unlimited")),

	DISK_IO(MeterSpec.counter("container.disk.io", "Bytes that the container read from and wrote to disks", "bytes")
		.tags(Keys.DISK_DIRECTION)
		.offByDefault()),

	NETWORK_IO(MeterSpec
		.counter("container.network.io", "Bytes that the container received and transmitted over its own network",
				"bytes")
		.tags(Keys.NETWORK_DIRECTION)
		.offByDefault()),

	OOM_KILLS(MeterSpec
		.counter("container.oom.kills",
				"Processes of the container that the kernel killed since its memory was used up")
		.offByDefault()),

	RESTARTS(MeterSpec.counter("container.restarts", "Restarts of the container by the Docker Engine")),

	PIDS(MeterSpec.gauge("container.pids", "Processes and threads of the container").offByDefault()),

	UPTIME(MeterSpec.timeGauge("container.uptime", "The time since the container was started").offByDefault());

	private final MeterSpec spec;

	private final MeterDefinition askedFor;

	ContainerMeters(MeterSpec spec) {
		this.spec = spec.tags(Keys.with(spec.tagKeys()));
		MeterSpec always = this.spec.askedFor();
		this.askedFor = () -> always;
	}

	/**
	 * The meter for whoever asked for containers.
	 * @return always the same definition, on by default
	 */
	MeterDefinition askedFor() {
		return this.askedFor;
	}

	@Override
	public MeterSpec spec() {
		return this.spec;
	}

	/**
	 * The tag keys of container meters.
	 */
	static final class Keys {

		static final String NAME = "container.name";

		static final String ID = "container.id";

		static final String IMAGE = "container.image.name";

		static final String DISK_DIRECTION = "disk.io.direction";

		static final String NETWORK_DIRECTION = "network.io.direction";

		private Keys() {
		}

		private static String[] with(List<String> more) {
			return Stream.concat(Stream.of(NAME, ID, IMAGE), more.stream()).toArray(String[]::new);
		}

	}

}
