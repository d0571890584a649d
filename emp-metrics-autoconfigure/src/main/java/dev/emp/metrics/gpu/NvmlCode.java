package dev.emp.metrics.gpu;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What NVML answers to a call, as far as it matters what it is.
 *
 * @see <a href="https://docs.nvidia.com/deploy/nvml-api/">nvmlReturn_t in the reference
 * of NVML</a>
 */
enum NvmlCode {

	SUCCESS(0, Effect.NONE, "there is no error", ""),

	UNINITIALIZED(1, Effect.ALL, "it was shut down by something else in this process", ""),

	INVALID_ARGUMENT(2, Effect.NONE, "it does not take the arguments", ""),

	NOT_SUPPORTED(3, Effect.UNSUPPORTED, "the GPU does not support it", ""),

	NO_PERMISSION(4, Effect.REFUSED, "this process may not", "Run it as a user who may use nvidia-smi."),

	NOT_FOUND(6, Effect.NONE, "the GPU was not found",
			"Look for 'Xid' in the kernel's log (dmesg), and reset the GPU (nvidia-smi --gpu-reset)."),

	DRIVER_NOT_LOADED(9, Effect.ALL, "the driver is not loaded",
			"Load it on the machine (modprobe nvidia), and let the container have the GPU "
					+ "(docker run --gpus all, or the device plugin of Kubernetes)."),

	LIBRARY_NOT_FOUND(12, Effect.ALL, "a library of the driver is missing",
			"In a container set NVIDIA_DRIVER_CAPABILITIES to utility, or to all."),

	FUNCTION_NOT_FOUND(13, Effect.UNSUPPORTED, "the driver is too old for it", ""),

	GPU_IS_LOST(15, Effect.LOST, "the GPU has fallen off the bus",
			"Look for 'Xid' in the kernel's log (dmesg); the machine has to be started again."),

	RESET_REQUIRED(16, Effect.LOST, "the GPU has to be reset",
			"Stop what uses it and reset it (nvidia-smi --gpu-reset)."),

	OPERATING_SYSTEM(17, Effect.ALL, "the operating system keeps the GPU from this process",
			"Let the container have the devices /dev/nvidia*."),

	LIB_RM_VERSION_MISMATCH(18, Effect.ALL, "the library and the loaded driver have different versions",
			"Start the machine again, or load the driver again, and start the container again."),

	ARGUMENT_VERSION_MISMATCH(25, Effect.UNSUPPORTED, "it does not know this form of its argument", ""),

	DEPRECATED(26, Effect.UNSUPPORTED, "the driver has it no more", ""),

	UNKNOWN(999, Effect.NONE, "something unexpected happened in the driver",
			"Look for 'NVRM' in the kernel's log (dmesg), and reset the GPU (nvidia-smi --gpu-reset).");

	private static final Map<Integer, NvmlCode> CODES = Arrays.stream(values())
		.collect(Collectors.toMap((code) -> code.number, Function.identity()));

	private final int number;

	private final Effect effect;

	private final String meaning;

	private final String remedy;

	NvmlCode(int number, Effect effect, String meaning, String remedy) {
		this.number = number;
		this.effect = effect;
		this.meaning = meaning;
		this.remedy = remedy;
	}

	int number() {
		return this.number;
	}

	static Effect effect(int number) {
		NvmlCode code = (number != 0) ? CODES.get(number) : SUCCESS;
		return (code != null) ? code.effect : Effect.NONE;
	}

	/**
	 * What a code means, and what can be done.
	 * @param number the code
	 * @return the rest of a sentence, and one or none more
	 */
	static String describe(int number) {
		NvmlCode code = CODES.get(number);
		if (code == null) {
			return "it answers with NVML error " + number + ".";
		}
		String described = code.meaning + " (NVML error " + number + ").";
		return code.remedy.isEmpty() ? described : described + " " + code.remedy;
	}

	/**
	 * What else than the asked value a code tells about.
	 */
	enum Effect {

		/** Nothing: the value is there, or not this time. */
		NONE,

		/** This function never works for this GPU. */
		UNSUPPORTED,

		/** This process is not let. */
		REFUSED,

		/** Nothing works for this GPU. */
		LOST,

		/** Nothing works for any GPU. */
		ALL

	}

}
