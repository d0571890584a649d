package dev.emp.metrics.container;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.emp.metrics.container.ContainerReading.Io;
import dev.emp.metrics.support.BlockDevices;
import dev.emp.metrics.support.KernelFile;
import dev.emp.metrics.support.Processors;

/**
 * The container that this process runs in, as it was found at one moment. Not safe for
 * use by several threads.
 */
final class OwnContainer {

	private final OwnCgroups cgroups;

	private final KernelFile membership;

	private final @Nullable String id;

	private final List<ContainerIdentity> identity;

	/** The cgroups: what another has counted is nothing of this process. */
	private final List<Origin> origin;

	private final Cgroup cgroup;

	private final @Nullable OwnNetwork network;

	private final double secondsBeforeJvm;

	private OwnContainer(OwnCgroups cgroups, OwnNamespaces namespaces, @Nullable OwnContainer before) {
		this.cgroups = cgroups;
		this.membership = new KernelFile(namespaces.proc().resolve("self/cgroup"));
		OwnIdentity own = new OwnIdentity(cgroups, namespaces);
		this.id = own.id();
		this.identity = List.of(own.find());
		this.cgroup = cgroup(cgroups, before);
		this.origin = List.of(new Origin(cgroups.membership(), this.cgroup, Processors.of(namespaces.proc())));
		this.network = namespaces.hasOwnNetwork() ? network(namespaces, before) : null;
		this.secondsBeforeJvm = namespaces.secondsBeforeJvm();
	}

	private static Cgroup cgroup(OwnCgroups cgroups, @Nullable OwnContainer before) {
		if (before == null) {
			return new Cgroup(cgroups::directory, BlockDevices.byNumber(cgroups.root())::isLowest);
		}
		before.cgroup.look(cgroups::directory);
		return before.cgroup;
	}

	private static OwnNetwork network(OwnNamespaces namespaces, @Nullable OwnContainer before) {
		OwnNetwork known = (before != null) ? before.network : null;
		return (known != null) ? known : new OwnNetwork(namespaces.proc());
	}

	/**
	 * Look where this process is.
	 * @param root the root of the file system
	 * @return what was found
	 * @throws IOException if {@code /proc} does not say
	 */
	static OwnContainer find(Path root) throws IOException {
		return find(root, null);
	}

	/**
	 * Look again.
	 * @param root the root of the file system
	 * @param before what was found before, whose counts go on where this process is in
	 * the same cgroups, or null
	 * @return what was found, in place of that
	 * @throws IOException if {@code /proc} does not say
	 */
	static OwnContainer find(Path root, @Nullable OwnContainer before) throws IOException {
		OwnCgroups cgroups = OwnCgroups.find(root);
		boolean same = before != null && before.cgroups.membership().equals(cgroups.membership());
		return new OwnContainer(cgroups, new OwnNamespaces(root.resolve("proc")), same ? before : null);
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

	/**
	 * The identifier, as long as it is known.
	 * @return the identifier, its first characters, or null
	 */
	@Nullable String id() {
		return this.id;
	}

	OwnCgroups cgroups() {
		return this.cgroups;
	}

}
