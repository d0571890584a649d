package dev.emp.metrics.gpu;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import org.jspecify.annotations.Nullable;

/**
 * A function of NVML, which the library may lack.
 */
final class NvmlFunction {

	private final String name;

	private final @Nullable Function function;

	NvmlFunction(NativeLibrary library, String name) {
		this.name = name;
		this.function = find(library, name);
	}

	private static @Nullable Function find(NativeLibrary library, String name) {
		try {
			return library.getFunction(name);
		}
		catch (UnsatisfiedLinkError ex) {
			// older than the function, or newer
			return null;
		}
	}

	/**
	 * Call it.
	 * @param arguments the arguments, which JNA copies
	 * @return the code
	 */
	int call(Object... arguments) {
		Function function = this.function;
		return (function != null) ? function.invokeInt(arguments) : NvmlCode.FUNCTION_NOT_FOUND.number();
	}

	/**
	 * Call it where nothing works without it.
	 * @param arguments the arguments
	 * @throws GpuException if it fails
	 */
	void need(Object... arguments) throws GpuException {
		int code = call(arguments);
		if (code != 0) {
			throw failure(code);
		}
	}

	GpuException failure(int code) {
		return new GpuException("NVML failed in " + this.name + ": " + NvmlCode.describe(code));
	}

}
