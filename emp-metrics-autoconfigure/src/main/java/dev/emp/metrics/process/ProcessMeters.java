package dev.emp.metrics.process;

import dev.emp.metrics.MeterDefinition;
import dev.emp.metrics.MeterSpec;

/**
 * The meters of this process.
 */
enum ProcessMeters implements MeterDefinition {

	MEMORY_USAGE(MeterSpec
		.bytes("process.memory.usage",
				"Memory of the process: used on the heap, committed for the heap, used beside it, and resident")
		.tags(Keys.TYPE)),

	CPU_UTILIZATION(MeterSpec
		.ratio("process.cpu.utilization",
				"Processor time that the process used since the last reading, over what all its processors have")
		.offByDefault()),

	THREAD_COUNT(MeterSpec.gauge("process.thread.count", "Threads of the process, those of the JVM itself included")
		.offByDefault()),

	FILE_DESCRIPTOR_COUNT(MeterSpec.gauge("process.unix.file_descriptor.count", "Descriptors that the process has open")
		.offByDefault());

	private final MeterSpec spec;

	ProcessMeters(MeterSpec spec) {
		this.spec = spec;
	}

	@Override
	public MeterSpec spec() {
		return this.spec;
	}

	/**
	 * The tag keys of process meters.
	 */
	static final class Keys {

		static final String TYPE = "type";

		private Keys() {
		}

	}

}
