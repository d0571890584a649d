package dev.emp.metrics.host;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.micrometer.core.instrument.MockClock;

import dev.emp.metrics.support.Guarded;
import dev.emp.metrics.support.NameFilter;

/**
 * A recorded proc and sys file system, or one like it in a folder. {@code machine} was
 * recorded on a virtual machine, {@code container} on the same in a namespace of
 * processes and a network of its own, both with Linux 6.18; {@code old} is written by
 * hand as Linux 3.10 has it.
 */
final class HostTree {

	private final Path root;

	final List<String> failures = new ArrayList<>();

	final MockClock clock = new MockClock();

	private NameFilter disks = new NameFilter(List.of(), List.of("loop*", "ram*", "zram*"));

	private NameFilter interfaces = new NameFilter(List.of(), List.of("lo"));

	HostTree(Path root) {
		this.root = root;
	}

	static HostTree recorded(String name) {
		URL url = Objects.requireNonNull(HostTree.class.getResource(name), name);
		try {
			return new HostTree(Path.of(url.toURI()));
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

	HostTree disks(NameFilter filter) {
		this.disks = filter;
		return this;
	}

	HostTree interfaces(NameFilter filter) {
		this.interfaces = filter;
		return this;
	}

	Path root() {
		return this.root;
	}

	Path proc() {
		return this.root.resolve("proc");
	}

	HostPaths paths() {
		return HostPaths.of(proc().toString(), null);
	}

	LinuxHostReader reader() {
		HostPaths paths = paths();
		NameTable diskNames = new NameTable((name) -> this.disks.admits(name) && paths.isWholeDisk(name), 100, () -> {
		});
		NameTable interfaceNames = new NameTable(this.interfaces::admits, 100, () -> {
		});
		return new LinuxHostReader(paths, diskNames, interfaceNames,
				(file) -> new Guarded(file, "Nothing.", () -> this.failures.add(file)), this.clock);
	}

}
