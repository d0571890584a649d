package dev.emp.metrics.host;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

import dev.emp.metrics.InvalidSettingException;
import dev.emp.metrics.support.NameFilter;
import dev.emp.metrics.support.SamplingInterval;

/**
 * Settings of the metrics of the machine.
 *
 * @param enabled Whether to meter the machine
 * @param interval Time between two looks at the machine. By default as often as metrics
 * are exported. A number without a unit is in seconds
 * @param procPath Where the proc file system of the machine is mounted. By default
 * /host/proc where that is readable, otherwise /proc
 * @param sysPath Where the sys file system of the machine is mounted. By default the sys
 * beside the proc path
 * @param disks Which disks are metered
 * @param interfaces Which network interfaces are metered
 * @param limits How many different tag values are kept
 */
@ConfigurationProperties("emp.metrics.host")
record HostProperties(@DefaultValue("true") boolean enabled,
		@DurationUnit(ChronoUnit.SECONDS) @Nullable Duration interval, @Nullable String procPath,
		@Nullable String sysPath, @DefaultValue Disks disks, @DefaultValue Interfaces interfaces,
		@DefaultValue Limits limits) {

	HostProperties {
		SamplingInterval.check("emp.metrics.host.interval", interval);
		procPath = checked("proc-path", procPath, "/host/proc");
		sysPath = checked("sys-path", sysPath, "/host/sys");
	}

	/** A variable that is empty says nothing. */
	private static @Nullable String checked(String property, @Nullable String path, String example) {
		if (path == null || path.isBlank()) {
			return null;
		}
		InvalidSettingException.checkPath("The property emp.metrics.host." + property, path, example);
		return path;
	}

	/**
	 * Which disks are metered.
	 *
	 * @param include Names of disks that are metered, in which * stands for anything. If
	 * there are any, no others are metered
	 * @param exclude Names of disks that are not metered, where none is included by name.
	 * By default also those that lie upon others
	 */
	record Disks(@DefaultValue List<String> include, @Nullable List<String> exclude) {

		/** No disks, or without a medium. */
		private static final List<String> EXCLUDED = List.of("loop*", "ram*", "zram*", "fd*", "sr*", "nbd*");

		NameFilter filter() {
			return new NameFilter(this.include, (this.exclude != null) ? this.exclude : EXCLUDED);
		}

		/**
		 * Whether the user says which disks are metered.
		 * @return whether names decide alone
		 */
		boolean isChosen() {
			return !this.include.isEmpty() || this.exclude != null;
		}

	}

	/**
	 * Which network interfaces are metered.
	 *
	 * @param include Names of interfaces that are metered, in which * stands for
	 * anything. If there are any, no others are metered
	 * @param exclude Names of interfaces that are not metered, where none is included by
	 * name. By default only what the kernel shows as hardware is metered, and these names
	 * decide where it shows nothing. Once set, names decide alone: bonds and the
	 * interfaces of pods, such as eni*, are metered then unless they are named too
	 */
	record Interfaces(@DefaultValue List<String> include, @Nullable List<String> exclude) {

		/**
		 * Of the machine itself, and of what runs in it, where the kernel does not say.
		 */
		private static final List<String> EXCLUDED = List.of("lo", "veth*", "docker*", "br-*", "virbr*", "vnet*",
				"tap*", "cni*", "cali*", "cilium*", "flannel*", "lxc*", "kube*", "ifb*", "dummy*");

		NameFilter filter() {
			return new NameFilter(this.include, (this.exclude != null) ? this.exclude : EXCLUDED);
		}

		/**
		 * Whether the user says which interfaces are metered.
		 * @return whether names decide alone
		 */
		boolean isChosen() {
			return !this.include.isEmpty() || this.exclude != null;
		}

	}

	/**
	 * How many different values are kept; what is beyond has no series.
	 *
	 * @param devices Number of disks that are metered
	 * @param interfaces Number of network interfaces that are metered
	 */
	record Limits(@DefaultValue("100") int devices, @DefaultValue("100") int interfaces) {

		Limits {
			InvalidSettingException.checkLimit("host", "host", "devices", devices);
			InvalidSettingException.checkLimit("host", "host", "interfaces", interfaces);
		}

	}

}
