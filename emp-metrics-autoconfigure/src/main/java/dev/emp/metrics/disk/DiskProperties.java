package dev.emp.metrics.disk;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

import dev.emp.metrics.InvalidSettingException;
import dev.emp.metrics.support.SamplingInterval;

/**
 * Settings of the metrics of disk space.
 *
 * @param enabled Whether to meter disk space
 * @param interval Time between two looks at a path. By default as often as metrics are
 * exported. A number without a unit is in seconds
 * @param paths Paths whose file systems are metered. By default /workspace where it
 * exists, otherwise the working directory
 */
@ConfigurationProperties("emp.metrics.disk")
record DiskProperties(@DefaultValue("true") boolean enabled,
		@DurationUnit(ChronoUnit.SECONDS) @Nullable Duration interval, @DefaultValue List<String> paths) {

	private static final int MOST = 100;

	DiskProperties {
		SamplingInterval.check("emp.metrics.disk.interval", interval);
		paths.forEach(
				(path) -> InvalidSettingException.checkPath("A path in emp.metrics.disk.paths", path, "/workspace"));
		paths = paths.stream().map(DiskProperties::normalize).distinct().toList();
		if (paths.size() > MOST) {
			throw new InvalidSettingException("The number of paths in emp.metrics.disk.paths", paths.size(),
					"is above " + MOST, "List one path of each file system that the worker fills.");
		}
	}

	private static String normalize(String path) {
		try {
			// a slash at the end makes no other path
			return Path.of(path).toString();
		}
		catch (InvalidPathException ex) {
			// said when it is read
			return path;
		}
	}

}
