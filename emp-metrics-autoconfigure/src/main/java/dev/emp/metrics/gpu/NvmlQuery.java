package dev.emp.metrics.gpu;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * A question to a GPU, and where its answers stand. What the structures look like is
 * fixed by {@code nvml.h}: numbers of 4 and 8 bytes, each at a multiple of its size.
 */
enum NvmlQuery {

	UTILIZATION("nvmlDeviceGetUtilizationRates", Shape.PLAIN, new Answer(GpuValue.UTILIZATION, uint(0)),
			new Answer(GpuValue.MEMORY_UTILIZATION, uint(4))),

	/** In use is what is neither reserved nor free, whether or not that is in its own. */
	MEMORY("nvmlDeviceGetMemoryInfo_v2", Shape.versioned(2, 40), new Answer(GpuValue.MEMORY_TOTAL, ulong(8)),
			new Answer(GpuValue.MEMORY_USED, (out) -> (double) (out.getLong(8) - out.getLong(16) - out.getLong(24)))),

	/** What is in use includes what the driver reserves. */
	OLD_MEMORY("nvmlDeviceGetMemoryInfo", Shape.PLAIN, new Answer(GpuValue.MEMORY_TOTAL, ulong(0)),
			new Answer(GpuValue.MEMORY_USED, ulong(16))),

	ENCODER("nvmlDeviceGetEncoderUtilization", Shape.WITH_PERIOD, new Answer(GpuValue.ENCODER_UTILIZATION, uint(0))),

	DECODER("nvmlDeviceGetDecoderUtilization", Shape.WITH_PERIOD, new Answer(GpuValue.DECODER_UTILIZATION, uint(0))),

	TEMPERATURE("nvmlDeviceGetTemperature", Shape.of(0), new Answer(GpuValue.TEMPERATURE, (out) -> out.getInt(0))),

	/** For drivers that have the simpler function no more. */
	NEW_TEMPERATURE("nvmlDeviceGetTemperatureV", Shape.versioned(1, 12),
			new Answer(GpuValue.TEMPERATURE, (out) -> out.getInt(8))),

	POWER("nvmlDeviceGetPowerUsage", Shape.PLAIN, new Answer(GpuValue.POWER, scaled(uint(0), 1e-3))),

	CLOCK_SM("nvmlDeviceGetClockInfo", Shape.of(1), new Answer(GpuValue.CLOCK_SM, scaled(uint(0), 1e6))),

	CLOCK_MEMORY("nvmlDeviceGetClockInfo", Shape.of(2), new Answer(GpuValue.CLOCK_MEMORY, scaled(uint(0), 1e6))),

	ENERGY("nvmlDeviceGetTotalEnergyConsumption", Shape.PLAIN, new Answer(GpuValue.ENERGY, scaled(ulong(0), 1e-3))),

	REASONS("nvmlDeviceGetCurrentClocksEventReasons", Shape.PLAIN, Answer.REASONS),

	/** The name before release 535 of the driver. */
	OLD_REASONS("nvmlDeviceGetCurrentClocksThrottleReasons", Shape.PLAIN, Answer.REASONS),

	ECC_CORRECTED("nvmlDeviceGetTotalEccErrors", Shape.of(0, 0), new Answer(GpuValue.ERRORS_ECC_CORRECTED, ulong(0))),

	ECC_UNCORRECTED("nvmlDeviceGetTotalEccErrors", Shape.of(1, 0),
			new Answer(GpuValue.ERRORS_ECC_UNCORRECTED, ulong(0))),

	PCIE_REPLAY("nvmlDeviceGetPcieReplayCounter", Shape.PLAIN, new Answer(GpuValue.ERRORS_PCIE_REPLAY, uint(0)));

	/** What is asked of each GPU; the others are asked instead of one of these. */
	static final List<NvmlQuery> FIRST = Arrays.stream(values())
		.filter((query) -> Arrays.stream(values()).noneMatch((other) -> other.instead() == query))
		.toList();

	private final String function;

	private final Shape shape;

	private final Answer[] answers;

	NvmlQuery(String function, Shape shape, Answer... answers) {
		this.function = function;
		this.shape = shape;
		this.answers = answers;
	}

	String function() {
		return this.function;
	}

	/**
	 * What to ask a GPU that does not support this.
	 * @return another query, or null
	 */
	@Nullable NvmlQuery instead() {
		return switch (this) {
			case MEMORY -> OLD_MEMORY;
			case TEMPERATURE -> NEW_TEMPERATURE;
			case REASONS -> OLD_REASONS;
			default -> null;
		};
	}

	/**
	 * The arguments of a call.
	 * @param device the handle of the GPU
	 * @param out where the answer is wanted, of 64 bytes
	 * @return the arguments, for as many calls as wanted
	 */
	Object[] arguments(Pointer device, Pointer out) {
		Object[] arguments = new Object[1 + this.shape.selectors.size() + (this.shape.period ? 2 : 1)];
		arguments[0] = device;
		int next = 1;
		for (Integer selector : this.shape.selectors) {
			arguments[next++] = selector;
		}
		arguments[next++] = out;
		if (this.shape.period) {
			arguments[next] = out.share(8);
		}
		return arguments;
	}

	/**
	 * Write what stands in a structure before the call.
	 * @param out where the answer is wanted
	 */
	void prepare(Pointer out) {
		if (this.shape.version != 0) {
			out.setInt(0, this.shape.version);
			// which sensor, where that is asked
			out.setInt(4, 0);
		}
	}

	/**
	 * Take the answers.
	 * @param out where they stand
	 * @param values where they belong
	 */
	void take(Pointer out, GpuValues values) {
		for (Answer answer : this.answers) {
			values.put(answer.value, answer.number.applyAsDouble(out));
		}
	}

	private static ToDoubleFunction<Pointer> uint(long offset) {
		return (out) -> Integer.toUnsignedLong(out.getInt(offset));
	}

	private static ToDoubleFunction<Pointer> ulong(long offset) {
		// one above 2^63 comes out negative, which is no value either
		return (out) -> (double) out.getLong(offset);
	}

	private static ToDoubleFunction<Pointer> scaled(ToDoubleFunction<Pointer> number, double factor) {
		return (out) -> number.applyAsDouble(out) * factor;
	}

	/**
	 * What a function wants beside the GPU and the place of the answer.
	 *
	 * @param selectors numbers between the two
	 * @param period whether it gives the period of its samples as well
	 * @param version the version of the structure, or 0
	 */
	private record Shape(List<Integer> selectors, boolean period, int version) {

		private static final Shape PLAIN = of();

		private static final Shape WITH_PERIOD = new Shape(List.of(), true, 0);

		private static Shape of(Integer... selectors) {
			return new Shape(List.of(selectors), false, 0);
		}

		private static Shape versioned(int version, int size) {
			// NVML_STRUCT_VERSION of nvml.h
			return new Shape(List.of(), false, (version << 24) | size);
		}

	}

	/**
	 * One value in an answer.
	 *
	 * @param value which it is
	 * @param number how to read it, in the unit of its meter
	 */
	private record Answer(GpuValue value, ToDoubleFunction<Pointer> number) {

		/** Bits for idle, application clocks and display clocks say no trouble. */
		private static final Answer[] REASONS = { bit(GpuValue.THROTTLED_SW_POWER_CAP, 0x4),
				bit(GpuValue.THROTTLED_HW_SLOWDOWN, 0x8), bit(GpuValue.THROTTLED_SYNC_BOOST, 0x10),
				bit(GpuValue.THROTTLED_SW_THERMAL_SLOWDOWN, 0x20), bit(GpuValue.THROTTLED_HW_THERMAL_SLOWDOWN, 0x40),
				bit(GpuValue.THROTTLED_HW_POWER_BRAKE_SLOWDOWN, 0x80) };

		private static Answer bit(GpuValue value, long bit) {
			return new Answer(value, (out) -> ((out.getLong(0) & bit) != 0) ? 1 : 0);
		}

	}

}
