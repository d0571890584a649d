package dev.emp.metrics.gpu;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;

/**
 * NVML as it was loaded: its functions, and a place for their answers. Not safe for use
 * by several threads.
 */
final class NvmlLibrary {

	private static final int SIZE = 256;

	/** Keeps the library loaded. */
	private final NativeLibrary library;

	private final Memory out = new Memory(SIZE);

	private final Map<NvmlQuery, NvmlFunction> queries = new EnumMap<>(NvmlQuery.class);

	private NvmlLibrary(NativeLibrary library) {
		this.library = library;
	}

	/**
	 * Load JNA's own library, whose failure has another remedy than that of NVML.
	 * @return the size of a pointer
	 * @throws LinkageError if that fails
	 */
	static int loadJna() {
		return Native.POINTER_SIZE;
	}

	/**
	 * Load NVML.
	 * @param name the soname, or a path
	 * @return the library
	 * @throws LinkageError if that fails
	 */
	static NvmlLibrary load(String name) {
		return new NvmlLibrary(NativeLibrary.getInstance(name));
	}

	NvmlFunction function(String name) {
		return new NvmlFunction(this.library, name);
	}

	NvmlFunction function(NvmlQuery query) {
		NvmlFunction known = this.queries.get(query);
		return (known != null) ? known : find(query);
	}

	private NvmlFunction find(NvmlQuery query) {
		NvmlFunction found = function(query.function());
		this.queries.put(query, found);
		return found;
	}

	Pointer out() {
		return this.out;
	}

	/**
	 * Ask for a text.
	 * @param function the function, which takes the place and the size last
	 * @param before the arguments before these
	 * @return the text, or an empty one
	 */
	String text(NvmlFunction function, Object... before) {
		Object[] arguments = new Object[before.length + 2];
		System.arraycopy(before, 0, arguments, 0, before.length);
		arguments[before.length] = this.out;
		arguments[before.length + 1] = SIZE;
		return (function.call(arguments) == 0) ? text(this.out.getByteArray(0, SIZE)) : "";
	}

	private static String text(byte[] bytes) {
		int length = 0;
		while (length < bytes.length && bytes[length] != 0) {
			length++;
		}
		return new String(bytes, 0, length, StandardCharsets.UTF_8);
	}

}
