package dev.emp.metrics.host;

import java.util.Optional;
import java.util.function.Predicate;

import dev.emp.metrics.host.HostMeters.Keys;
import dev.emp.metrics.support.BlockDevices;
import dev.emp.metrics.support.Lazy;
import dev.emp.metrics.support.Meters;
import dev.emp.metrics.support.NameFilter;
import dev.emp.metrics.support.NetworkDevices;
import dev.emp.metrics.support.OperatingSystem;
import dev.emp.metrics.support.SupportMeters;

/**
 * Makes the reader that fits the operating system.
 */
final class HostReaders {

	private HostReaders() {
	}

	static Optional<HostReader> of(OperatingSystem system, HostProperties properties, Meters meters) {
		return switch (system) {
			case LINUX -> {
				// not at the start: what is mounted there may hang
				Lazy<LinuxHostReader> reader = new Lazy<>(() -> linux(properties, meters));
				yield Optional.of(() -> reader.get().read());
			}
			case OTHER_WITH_OSHI -> Optional.of(new OshiHostReader(properties, meters.clock()));
			case OTHER -> Optional.empty();
		};
	}

	static LinuxHostReader linux(HostProperties properties, Meters meters) {
		HostPaths paths = HostPaths.of(properties.procPath(), properties.sysPath());
		NameTable deviceNames = new NameTable(disks(properties.disks(), paths), properties.limits().devices(),
				SupportMeters.overflow(meters, HostMeters.DISK_IO, Keys.DEVICE, "emp.metrics.host.limits.devices",
						"have no series"));
		NameTable interfaceNames = new NameTable(uplinks(properties.interfaces(), paths),
				properties.limits().interfaces(), SupportMeters.overflow(meters, HostMeters.NETWORK_IO, Keys.INTERFACE,
						"emp.metrics.host.limits.interfaces", "have no series"));
		return new LinuxHostReader(paths, deviceNames, interfaceNames,
				(file) -> SupportMeters.guard(meters, "host:" + file, "What it says of the machine is missing."),
				meters.clock());
	}

	/**
	 * Which disks are metered: those that are whole and, unless the user says which by
	 * name, lie upon no others.
	 * @param disks which the user says
	 * @param paths where the machine is
	 * @return whether a disk is metered, by its name
	 */
	private static Predicate<String> disks(HostProperties.Disks disks, HostPaths paths) {
		NameFilter names = disks.filter();
		BlockDevices devices = new BlockDevices(paths.sys().resolve("block"));
		return (name) -> names.admits(name) && paths.isWholeDisk(name) && (disks.isChosen() || devices.isLowest(name));
	}

	/**
	 * Which interfaces lead out of the machine: hardware, unless the user says which by
	 * name. What the kernel does not show is judged by its name.
	 * @param interfaces which the user says
	 * @param paths where the machine is
	 * @return whether an interface is metered, by its name
	 */
	private static Predicate<String> uplinks(HostProperties.Interfaces interfaces, HostPaths paths) {
		NameFilter names = interfaces.filter();
		if (interfaces.isChosen()) {
			return names::admits;
		}
		NetworkDevices devices = new NetworkDevices(paths.interfacesOfMachine());
		return (name) -> {
			NetworkDevices.Kind kind = devices.kind(name);
			return (kind != NetworkDevices.Kind.UNKNOWN) ? kind == NetworkDevices.Kind.HARDWARE : names.admits(name);
		};
	}

}
