package dev.emp.metrics.gpu;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

import dev.emp.metrics.support.LocalPaths;

/**
 * Makes what reads GPUs, as the properties say. Nothing is looked for and nothing is
 * loaded before the first reading.
 */
final class GpuReaders {

	/**
	 * Devices, which a container has only where it has a GPU, unlike
	 * {@code /proc/driver/nvidia}; and what Linux within Windows has.
	 */
	private static final List<String> NVIDIA = List.of("dev/nvidiactl", "dev/nvidia0",
			"usr/lib/wsl/lib/libnvidia-ml.so.1");

	/** In Linux within Windows, whoever made the GPU; all there is in a container. */
	private static final String DIRECTX = "dev/dxg";

	private GpuReaders() {
	}

	static GpuReader of(GpuProperties properties) {
		return of(properties, Path.of("/"));
	}

	static GpuReader of(GpuProperties properties, Path root) {
		// made once: they remember what was there, what the driver refuses, and which run
		// would not end
		KnownGpus known = new KnownGpus();
		NvmlGpus nvml = new NvmlGpus(properties.nvmlLibrary(), root, known);
		NvidiaSmi smi = new NvidiaSmi(properties.nvidiaSmi(), known);
		Supplier<Path> drm = () -> LocalPaths.of(properties.drmPath());
		Supplier<GpuReader> amd = () -> new AmdGpus(drm.get(), known);
		List<FoundGpus.Candidate> candidates = switch (properties.source()) {
			case AUTO -> List.of(
					new FoundGpus.Candidate(() -> hasNvidia(root), () -> Files.exists(root.resolve(DIRECTX)),
							() -> nvml),
					new FoundGpus.Candidate(() -> hasNvidia(root), () -> smi),
					new FoundGpus.Candidate(() -> hasAmd(drm), amd));
			case NVML -> named(() -> nvml);
			case NVIDIA_SMI -> named(() -> smi);
			case AMD -> named(amd);
			case NONE -> List.of();
		};
		return new FoundGpus(candidates);
	}

	/**
	 * What the user names is not looked for.
	 * @param reader makes the reader
	 * @return the only candidate
	 */
	private static List<FoundGpus.Candidate> named(Supplier<GpuReader> reader) {
		return List.of(new FoundGpus.Candidate(() -> true, reader));
	}

	private static boolean hasAmd(Supplier<Path> drm) {
		try {
			return AmdGpus.isPresent(drm.get());
		}
		catch (InvalidPathException ex) {
			// whoever set the path has to be told when it is read
			return true;
		}
	}

	private static boolean hasNvidia(Path root) {
		return NVIDIA.stream().anyMatch((trace) -> Files.exists(root.resolve(trace)));
	}

}
