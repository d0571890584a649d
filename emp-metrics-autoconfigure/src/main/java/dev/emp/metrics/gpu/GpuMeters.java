package dev.emp.metrics.gpu;

import java.util.List;
import java.util.stream.Stream;

import dev.emp.metrics.MeterDefinition;
import dev.emp.metrics.MeterSpec;

/**
 * The meters of GPUs. Each worker on a machine says the same of a GPU: aggregate with the
 * maximum, not the sum. What a GPU or its driver does not know has no series.
 */
enum GpuMeters implements MeterDefinition {

	UTILIZATION(MeterSpec.gauge("gpu.utilization", "Share of the time in which something ran on the GPU", "percent")),

	MEMORY_UTILIZATION(MeterSpec
		.gauge("gpu.memory.utilization", "Share of the time in which the memory of the GPU was read or written",
				"percent")
		.offByDefault()),

	ENCODER_UTILIZATION(
			MeterSpec.gauge("gpu.encoder.utilization", "Share of the time in which the encoder worked", "percent")
				.offByDefault()),

	DECODER_UTILIZATION(
			MeterSpec.gauge("gpu.decoder.utilization", "Share of the time in which the decoder worked", "percent")
				.offByDefault()),

	MEMORY_USED(MeterSpec.bytes("gpu.memory.used",
			"Memory of the GPU that is in use, as nvidia-smi shows it: without what the driver reserves")),

	MEMORY_TOTAL(MeterSpec.bytes("gpu.memory.total", "Memory of the GPU")),

	TEMPERATURE(MeterSpec.gauge("gpu.temperature", "Temperature of the GPU", "celsius").offByDefault()),

	POWER(MeterSpec.gauge("gpu.power", "Power that the GPU or its board draws", "watts").offByDefault()),

	CLOCK(MeterSpec.gauge("gpu.clock", "Frequency of the multiprocessors and of the memory", "hertz")
		.tags(Keys.TYPE)
		.offByDefault()),

	ENERGY(MeterSpec.counter("gpu.energy", "Energy that the GPU drew", "joules").offByDefault()),

	THROTTLED(MeterSpec.gauge("gpu.throttled", "Whether (1 or 0) the clock is kept down for a reason")
		.tags(Keys.REASON)
		.offByDefault()),

	ERRORS(MeterSpec.counter("gpu.errors", "Errors of the memory and of the link to the machine that the GPU counted")
		.tags(Keys.TYPE)
		.offByDefault()),

	INFO(MeterSpec.gauge("gpu.info", "Always 1, for each GPU that answers; joins its names to the other meters")
		.tags(Keys.UUID, Keys.NAME, Keys.DRIVER)
		.tier(MeterSpec.Tier.LOW)
		.offByDefault());

	private final MeterSpec spec;

	GpuMeters(MeterSpec spec) {
		this.spec = spec.tags(Keys.with(spec.tagKeys()));
	}

	@Override
	public MeterSpec spec() {
		return this.spec;
	}

	/**
	 * The tag keys of GPU meters.
	 */
	static final class Keys {

		static final String INDEX = "gpu.index";

		static final String UUID = "gpu.uuid";

		static final String NAME = "gpu.name";

		static final String DRIVER = "driver";

		static final String TYPE = "type";

		static final String REASON = "reason";

		private Keys() {
		}

		private static String[] with(List<String> more) {
			return Stream.concat(Stream.of(INDEX), more.stream()).toArray(String[]::new);
		}

	}

}
