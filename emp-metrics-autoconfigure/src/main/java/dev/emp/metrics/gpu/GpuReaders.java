package dev.emp.metrics.gpu;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Makes what reads GPUs, as the properties say. Nothing is looked for and nothing is
 * loaded before the first reading.
 */
final class GpuReaders {

	/** The last is what Linux within Windows has. */
	private static final List<String> NVIDIA = List.of("dev/nvidiactl", "dev/nvidia0", "proc/driver/nvidia", "dev/dxg");

	private GpuReaders() {
	}

	static GpuReader of(GpuProperties properties) {
		return of(properties, Path.of("/"));
	}

	static GpuReader of(GpuProperties properties, Path root) {
		return switch (properties.source()) {
			case AUTO -> new FoundGpus(found(properties, root));
			case NVML -> new NvmlGpus(properties.nvmlLibrary());
			case NVIDIA_SMI -> new NvidiaSmi(properties.nvidiaSmi());
			case AMD -> new AmdGpus(Path.of(properties.drmPath()));
			case NONE -> new FoundGpus(List.of());
		};
	}

	private static List<FoundGpus.Candidate> found(GpuProperties properties, Path root) {
		Path drm = Path.of(properties.drmPath());
		// it remembers what the driver refuses, and which run would not end
		NvidiaSmi smi = new NvidiaSmi(properties.nvidiaSmi());
		return List.of(new FoundGpus.Candidate(() -> hasNvidia(root), () -> new NvmlGpus(properties.nvmlLibrary())),
				new FoundGpus.Candidate(() -> hasNvidia(root), () -> smi),
				new FoundGpus.Candidate(() -> AmdGpus.isPresent(drm), () -> new AmdGpus(drm)));
	}

	private static boolean hasNvidia(Path root) {
		return NVIDIA.stream().anyMatch((trace) -> Files.exists(root.resolve(trace)));
	}

}
