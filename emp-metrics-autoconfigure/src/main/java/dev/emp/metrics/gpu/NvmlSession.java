package dev.emp.metrics.gpu;

import java.util.ArrayList;
import java.util.List;

/**
 * NVML from its initialisation to its shutdown. Not safe for use by several threads.
 */
final class NvmlSession {

	/** Far more than a machine has. */
	private static final int MOST = 256;

	private final NvmlLibrary nvml;

	private final NvmlFunction count;

	private final String driver;

	private final KnownGpus known;

	private List<NvmlGpu> gpus = List.of();

	private NvmlSession(NvmlLibrary nvml, KnownGpus known) {
		this.nvml = nvml;
		this.known = known;
		this.count = nvml.function("nvmlDeviceGetCount_v2");
		this.driver = nvml.text(nvml.function("nvmlSystemGetDriverVersion"));
	}

	/**
	 * Initialise NVML.
	 * @param nvml the library
	 * @param known the GPUs that were there before
	 * @return the session, which has to be closed
	 * @throws GpuException if the driver does not answer
	 */
	static NvmlSession open(NvmlLibrary nvml, KnownGpus known) throws GpuException {
		nvml.function("nvmlInit_v2").need();
		return new NvmlSession(nvml, known);
	}

	/**
	 * Read the GPUs.
	 * @return those that answer
	 * @throws GpuException if there are some and none answers, or there were some
	 */
	List<GpuReading> read() throws GpuException {
		find();
		List<GpuReading> readings = new ArrayList<>(this.gpus.size());
		String failure = null;
		for (NvmlGpu gpu : this.gpus) {
			GpuReading reading = gpu.read();
			if (reading != null) {
				readings.add(reading);
			}
			else {
				failure = gpu.failure();
			}
		}
		if (readings.isEmpty() && failure != null) {
			throw new GpuException(failure);
		}
		for (NvmlGpu gpu : this.gpus) {
			this.known.see(gpu.identity(), gpu.failure());
		}
		this.known.end();
		return readings;
	}

	private void find() throws GpuException {
		this.count.need(this.nvml.out());
		int found = Math.max(0, Math.min(MOST, this.nvml.out().getInt(0)));
		if (found != this.gpus.size()) {
			List<NvmlGpu> gpus = new ArrayList<>(found);
			for (int i = 0; i < found; i++) {
				gpus.add(new NvmlGpu(this.nvml, i, this.driver, this.known));
			}
			this.gpus = gpus;
		}
	}

	void close() {
		// a code says no more than that it was shut down before
		this.nvml.function("nvmlShutdown").call();
	}

}
