package dev.emp.metrics.gpu;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The GPUs that NVIDIA's library NVML knows. It is loaded and initialised with the first
 * reading, and again after it has failed. Not safe for use by several threads.
 */
final class NvmlGpus implements GpuReader {

	/** Where Linux within Windows has the library, which its loader may not know. */
	private static final String WSL = "usr/lib/wsl/lib";

	private final String library;

	private final Path root;

	private final KnownGpus known;

	private @Nullable NvmlSession session;

	/**
	 * Create a reader that has loaded nothing yet.
	 * @param library the soname, or a path
	 * @param root the root of the file system
	 * @param known the GPUs that were there before
	 */
	NvmlGpus(String library, Path root, KnownGpus known) {
		this.library = library;
		this.root = root;
		this.known = known;
	}

	@Override
	public String name() {
		return "nvml";
	}

	@Override
	public List<GpuReading> read() throws GpuException {
		NvmlSession session = this.session;
		if (session == null) {
			session = NvmlSession.open(load(), this.known);
			this.session = session;
		}
		try {
			return session.read();
		}
		catch (GpuException ex) {
			close();
			throw ex;
		}
	}

	private NvmlLibrary load() throws GpuException {
		try {
			NvmlLibrary.loadJna();
		}
		catch (LinkageError ex) {
			throw new GpuException(describe(ex), ex);
		}
		try {
			return loadLibrary();
		}
		catch (LinkageError ex) {
			throw new GpuException("NVML cannot be loaded: " + reason(ex) + ". Install the driver of NVIDIA; in a "
					+ "container set NVIDIA_DRIVER_CAPABILITIES to utility, or to all; or name the library in "
					+ "emp.metrics.gpu.nvml-library.", ex);
		}
	}

	private NvmlLibrary loadLibrary() {
		try {
			return NvmlLibrary.load(this.library);
		}
		catch (LinkageError ex) {
			Path elsewhere = this.root.resolve(WSL).resolve(this.library);
			if (this.library.contains("/") || !Files.exists(elsewhere)) {
				throw ex;
			}
			return NvmlLibrary.load(elsewhere.toString());
		}
	}

	private static String describe(LinkageError ex) {
		String reason = reason(ex);
		if (reason.startsWith("com/sun/jna/") || reason.startsWith("com.sun.jna.")) {
			return "NVML cannot be called, since JNA is not on the class path. Add com.github.oshi:oshi-core, which "
					+ "emp-metrics-starter brings.";
		}
		return "NVML cannot be called, since the native library of JNA cannot be loaded: " + reason
				+ ". Set -Djna.tmpdir to a directory that this user may write to, on a file system that is not mounted "
				+ "with noexec (in a container: --tmpfs /run/jna:exec).";
	}

	private static String reason(LinkageError ex) {
		Throwable root = ex;
		while (root.getCause() != null) {
			root = root.getCause();
		}
		String message = String.valueOf(root.getMessage());
		// JNA lists all places where it looked, of which the first is what was asked for
		List<String> lines = message.lines().map(String::strip).filter((line) -> !line.isEmpty()).toList();
		String reason = lines.isEmpty() ? ex.toString() : lines.get(Math.min(1, lines.size() - 1));
		return (reason.length() <= 300) ? reason : reason.substring(0, 300);
	}

	@Override
	public void close() {
		NvmlSession session = this.session;
		this.session = null;
		if (session != null) {
			session.close();
		}
	}

}
