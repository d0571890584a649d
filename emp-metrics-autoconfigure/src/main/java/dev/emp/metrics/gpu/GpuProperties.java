package dev.emp.metrics.gpu;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

import dev.emp.metrics.InvalidSettingException;
import dev.emp.metrics.support.SamplingInterval;

/**
 * Settings of the metrics of GPUs.
 *
 * @param enabled Whether to meter GPUs, where there are any
 * @param interval Time between two looks at the GPUs. By default as often as metrics are
 * exported. A number without a unit is in seconds
 * @param source What reads the GPUs
 * @param nvmlLibrary Library of NVIDIA's driver: its soname, or a path
 * @param nvidiaSmi Program of NVIDIA's driver that is run where the library cannot be
 * loaded: its name, or a path
 * @param drmPath Where the kernel shows GPUs, of which those of AMD are read
 */
@ConfigurationProperties("emp.metrics.gpu")
record GpuProperties(@DefaultValue("true") boolean enabled,
		@DurationUnit(ChronoUnit.SECONDS) @Nullable Duration interval, @DefaultValue("auto") Source source,
		@DefaultValue(GpuProperties.LIBRARY) String nvmlLibrary, @DefaultValue(GpuProperties.PROGRAM) String nvidiaSmi,
		@DefaultValue(GpuProperties.DRM) String drmPath) {

	private static final String LIBRARY = "libnvidia-ml.so.1";

	private static final String PROGRAM = "nvidia-smi";

	private static final String DRM = "/sys/class/drm";

	GpuProperties {
		SamplingInterval.check("emp.metrics.gpu.interval", interval);
		nvmlLibrary = checked("nvml-library", nvmlLibrary, LIBRARY);
		nvidiaSmi = checked("nvidia-smi", nvidiaSmi, PROGRAM);
		drmPath = drmPath.isBlank() ? DRM : drmPath;
		InvalidSettingException.checkPath("The property emp.metrics.gpu.drm-path", drmPath, DRM);
	}

	private static String checked(String property, String value, String usual) {
		if (value.indexOf('\0') >= 0) {
			throw new InvalidSettingException("The property emp.metrics.gpu." + property, value,
					"is no path and no name", "Set it as in " + usual + ", or leave it out.");
		}
		// a variable that is empty says nothing
		return value.isBlank() ? usual : value;
	}

	/**
	 * What reads GPUs.
	 */
	enum Source {

		/** What there is: NVML, else nvidia-smi, else the files of AMD's driver. */
		AUTO,

		/** The library of NVIDIA's driver. */
		NVML,

		/** The program of NVIDIA's driver. */
		NVIDIA_SMI,

		/** The files of AMD's driver. */
		AMD,

		/** Nothing. */
		NONE

	}

}
