package dev.emp.metrics.gpu;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
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
		@DefaultValue("libnvidia-ml.so.1") String nvmlLibrary, @DefaultValue("nvidia-smi") String nvidiaSmi,
		@DefaultValue("/sys/class/drm") String drmPath) {

	GpuProperties {
		SamplingInterval.check("emp.metrics.gpu.interval", interval);
		check("nvml-library", nvmlLibrary, !nvmlLibrary.isBlank(), "libnvidia-ml.so.1");
		check("nvidia-smi", nvidiaSmi, !nvidiaSmi.isBlank(), "nvidia-smi");
		check("drm-path", drmPath, isAbsolute(drmPath), "/sys/class/drm");
	}

	private static void check(String property, String value, boolean right, String example) {
		if (!right || value.indexOf('\0') >= 0) {
			throw new InvalidSettingException("The property emp.metrics.gpu." + property, value,
					"is no path" + (property.equals("drm-path") ? " from the root" : " and no name"),
					"Set it as in " + example + ", or leave it out.");
		}
	}

	private static boolean isAbsolute(String path) {
		try {
			return Path.of(path).isAbsolute();
		}
		catch (InvalidPathException ex) {
			return false;
		}
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
