package dev.emp.metrics.container;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

import dev.emp.metrics.InvalidSettingException;
import dev.emp.metrics.support.LocalPaths;
import dev.emp.metrics.support.SamplingInterval;

/**
 * Settings of the metrics of containers.
 *
 * @param enabled Whether to meter containers: the one that this process runs in, and
 * those that are switched on below
 * @param interval Time between two looks at containers. By default as often as metrics
 * are exported. A number without a unit is in seconds
 * @param docker The containers of a Docker Engine
 * @param cgroups The containers of the machine by their cgroups
 */
@ConfigurationProperties("emp.metrics.container")
record ContainerProperties(@DefaultValue("true") boolean enabled,
		@DurationUnit(ChronoUnit.SECONDS) @Nullable Duration interval, @DefaultValue Docker docker,
		@DefaultValue Cgroups cgroups) {

	ContainerProperties {
		SamplingInterval.check("emp.metrics.container.interval", interval);
	}

	private static void checkLimit(String property, int value) {
		if (value < 1 || value > 1000) {
			throw new InvalidSettingException("The property emp.metrics.container." + property, value,
					"is not from 1 to 1000", "Set it to how many containers are metered at most, or leave it out.");
		}
	}

	/**
	 * The containers of a Docker Engine.
	 *
	 * @param enabled Whether to meter the other containers of a Docker Engine. Whoever
	 * can use its socket is root on the machine, even if it is mounted read-only
	 * @param endpoint Where the Docker Engine answers: the path of a UNIX domain socket,
	 * or http://host:port of a proxy that lets only reading through
	 * @param timeout How long a look at all containers may take, from 100ms to 9s. A
	 * number without a unit is in seconds
	 * @param include Names of the containers that are metered, in which * stands for
	 * anything, or their labels as label=key or label=key=value. Without any, all are
	 * @param exclude Names or labels of containers that are not metered, where none is
	 * included
	 * @param maxContainers How many containers are metered at most: the oldest
	 */
	record Docker(@DefaultValue("false") boolean enabled, @DefaultValue(Docker.DEFAULT_ENDPOINT) String endpoint,
			@DefaultValue("5s") @DurationUnit(ChronoUnit.SECONDS) Duration timeout, @DefaultValue List<String> include,
			@DefaultValue List<String> exclude, @DefaultValue("50") int maxContainers) {

		private static final String DEFAULT_ENDPOINT = "unix:///var/run/docker.sock";

		Docker {
			include = List.copyOf(include);
			exclude = List.copyOf(exclude);
			// a variable that is empty says nothing
			endpoint = endpoint.isBlank() ? DEFAULT_ENDPOINT : endpoint;
			DockerEndpoint.of(endpoint);
			checkLimit("docker.max-containers", maxContainers);
			if (timeout.compareTo(Duration.ofMillis(100)) < 0 || timeout.compareTo(Duration.ofSeconds(9)) > 0) {
				throw new InvalidSettingException("The property emp.metrics.container.docker.timeout", timeout,
						"is not from 100ms to 9s", "Set it to a time such as 5s, or leave it out.");
			}
		}

	}

	/**
	 * The containers of the machine by their cgroups.
	 *
	 * @param enabled Whether to meter the other containers of the machine by their
	 * cgroups, without a container runtime
	 * @param path Where the cgroups of the machine are mounted
	 * @param maxContainers How many containers are metered at most
	 */
	record Cgroups(@DefaultValue("false") boolean enabled, @Nullable String path,
			@DefaultValue("50") int maxContainers) {

		Cgroups {
			checkLimit("cgroups.max-containers", maxContainers);
			// a variable that is empty says nothing
			path = (path != null && !path.isBlank()) ? path : null;
			if (path != null) {
				InvalidSettingException.checkPath("The property emp.metrics.container.cgroups.path", path,
						"/host/sys/fs/cgroup");
			}
		}

		/**
		 * Where the cgroups are, which is looked up when they are read.
		 * @return the tree
		 */
		CgroupTree tree() {
			Path mounted = Path.of("/host/sys/fs/cgroup");
			Path found = Files.isDirectory(mounted) ? mounted : Path.of("/sys/fs/cgroup");
			return new CgroupTree((this.path != null) ? LocalPaths.of(this.path) : found);
		}

	}

}
