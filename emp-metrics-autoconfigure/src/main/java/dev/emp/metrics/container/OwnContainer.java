package dev.emp.metrics.container;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.emp.metrics.container.ContainerReading.Io;
import dev.emp.metrics.support.KernelFile;

/**
 * The container that this process runs in, as it was found at one moment. Not safe for
 * use by several threads.
 */
final class OwnContainer {

	private final OwnCgroups cgroups;

	private final KernelFile membership;

	private final List<ContainerIdentity> identity;

	/** The cgroups: what another has counted is nothing of this process. */
	private final List<Origin> origin;

	private final Cgroup cgroup;

	private final @Nullable OwnNetwork network;

	private final double secondsBeforeJvm;

	private OwnContainer(OwnCgroups cgroups, OwnNamespaces namespaces) {
		this.cgroups = cgroups;
		this.membership = new KernelFile(namespaces.proc().resolve("self/cgroup"));
		this.identity = List.of(new OwnIdentity(cgroups, namespaces).find());
		this.cgroup = new Cgroup(cgroups::directory);
		this.origin = List.of(new Origin(cgroups.membership(), this.cgroup, Processors.of(namespaces.proc())));
		this.network = namespaces.hasOwnNetwork() ? new OwnNetwork(namespaces.proc()) : null;
		this.secondsBeforeJvm = namespaces.secondsBeforeJvm();
	}

	/**
	 * Look where this process is.
	 * @param root the root of the file system
	 * @return what was found
	 * @throws IOException if {@code /proc} does not say
	 */
	static OwnContainer find(Path root) throws IOException {
		return new OwnContainer(OwnCgroups.find(root), new OwnNamespaces(root.resolve("proc")));
	}

	/**
	 * Whether this process has been put into another cgroup since.
	 * @return whether it has
	 * @throws IOException if {@code /proc} does not say
	 */
	boolean hasMoved() throws IOException {
		return !this.cgroups.membership().isStill(this.membership.read());
	}

	ContainerReadings read() throws IOException {
		Io network = (this.network != null) ? this.network.read() : Io.UNKNOWN;
		return new ContainerReadings(this.identity, this.origin,
				List.of(this.cgroup.read(network, this.secondsBeforeJvm + OwnNamespaces.jvmUptime())));
	}

	ContainerIdentity identity() {
		return this.identity.get(0);
	}

	OwnCgroups cgroups() {
		return this.cgroups;
	}

}
