package dev.emp.metrics.benchmarks.machine;

import java.util.List;
import java.util.stream.Stream;

import oshi.SystemInfo;
import oshi.hardware.HardwareAbstractionLayer;

/**
 * What a worker looks at beside its jobs.
 */
enum Variant {

	/** Nothing of the machine. */
	NOTHING("a worker that does not look at its machine", false),

	/** Everything of a machine without a GPU. */
	MACHINE("process, host, disk, container; no GPU", true),

	/** Everything, with GPUs that are read by JNA. */
	GPU("the same, and GPUs by NVML, which loads JNA", true, "emp.metrics.gpu.source=nvml",
			"emp.metrics.gpu.nvml-library=" + System.getProperty("memory.nvml", "")),

	/** What OSHI needs to know about as much, without containers. */
	OSHI("OSHI: processor, memory, disks, network, file systems, process", false) {

		@Override
		Runnable look() {
			SystemInfo system = new SystemInfo();
			HardwareAbstractionLayer hardware = system.getHardware();
			return () -> {
				hardware.getProcessor().getSystemCpuLoadTicks();
				hardware.getMemory().getAvailable();
				hardware.getDiskStores();
				hardware.getNetworkIFs();
				system.getOperatingSystem().getFileSystem().getFileStores();
				system.getOperatingSystem().getCurrentProcess().getResidentMemory();
			};
		}

	};

	private final String label;

	private final boolean machine;

	private final List<String> properties;

	Variant(String label, boolean machine, String... properties) {
		this.label = label;
		this.machine = machine;
		this.properties = List.of(properties);
	}

	String label() {
		return this.label;
	}

	boolean isMeasurable() {
		return this != GPU || !System.getProperty("memory.nvml", "").isEmpty();
	}

	/**
	 * What makes the difference.
	 * @return arguments of the worker, which reads each second what others read each 30
	 */
	String[] arguments() {
		Stream<String> switches = Stream.of("process", "host", "disk", "container", "gpu")
			.map((feature) -> "emp.metrics." + feature + ".enabled=" + this.machine);
		return Stream
			.of(switches, this.properties.stream(),
					Stream.of("server.port=0", "spring.main.banner-mode=off", "emp.metrics.interval=1s",
							"management.otlp.metrics.export.enabled=false"))
			.flatMap((properties) -> properties)
			.map((property) -> "--" + property)
			.toArray(String[]::new);
	}

	/**
	 * What is done each second beside the worker.
	 * @return nothing, mostly
	 */
	Runnable look() {
		return () -> {
		};
	}

}
