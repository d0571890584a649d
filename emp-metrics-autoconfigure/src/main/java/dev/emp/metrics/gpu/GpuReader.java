package dev.emp.metrics.gpu;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Reads all GPUs that one driver knows. Used by one thread at a time.
 */
interface GpuReader extends AutoCloseable {

	/**
	 * How this source is called in logs and in {@code emp.metrics.gpu.source}.
	 * @return nvml, nvidia-smi or amd
	 */
	String name();

	/**
	 * Describe what was found, by no more than a look at files.
	 * @return "none found" where nothing shows a GPU, otherwise null
	 */
	default @Nullable String note() {
		return null;
	}

	/**
	 * Read all GPUs.
	 * @return one reading per GPU that answers, by index; a GPU that does not answer is
	 * absent
	 * @throws Exception if none can be read; one message that names cause and remedy
	 */
	List<GpuReading> read() throws Exception;

	@Override
	void close();

}
