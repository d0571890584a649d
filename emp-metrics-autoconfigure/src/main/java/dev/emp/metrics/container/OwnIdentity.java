package dev.emp.metrics.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import dev.emp.metrics.support.BoundedTags;

/**
 * What the own container is called, as far as it can tell from inside: by the path of its
 * cgroup, by the files that runtimes mount into it, and by its host name.
 *
 * @param cgroups the own cgroups
 * @param namespaces the own namespaces
 */
record OwnIdentity(OwnCgroups cgroups, OwnNamespaces namespaces) {

	/** What Docker and Podman mount from the folder that they keep of the container. */
	private static final Set<String> MOUNTED = Set.of("/etc/hostname", "/etc/hosts", "/etc/resolv.conf");

	/** That of Podman is named after its storage driver, such as overlay, vfs or zfs. */
	private static final Pattern FOLDER = Pattern.compile("/(?:[a-z0-9]+-)?containers/([0-9a-f]{64})/");

	/** What the kubelet mounts: in its folder of the pod is one for each container. */
	private static final Pattern KUBELET = Pattern.compile("/pods/[0-9a-f-]{32,36}/containers/([^/]+)/");

	private static final List<String> UNITS = List.of(".service", ".scope");

	/**
	 * The identity as the tags say it.
	 * @return the identity
	 */
	ContainerIdentity find() {
		String id = id();
		String name = name(id, hostName());
		return new ContainerIdentity((name != null) ? BoundedTags.text(name) : ContainerIdentity.SELF,
				(id != null) ? ContainerIds.abbreviate(id) : ContainerIdentity.SELF, BoundedTags.UNKNOWN);
	}

	/**
	 * The identifier, as long as it is known.
	 * @return the identifier, its first 12 characters, or null
	 */
	@Nullable String id() {
		String id = longId();
		String host = hostName();
		boolean named = id == null && ContainerIds.isShort(host) && this.namespaces.hasOwnNetwork();
		return named ? host : id;
	}

	/**
	 * The identifier by the cgroup or, where that is hidden, by what is mounted. In a pod
	 * the mounted files are those of the pod, whose identifier is another.
	 */
	private @Nullable String longId() {
		return this.cgroups.membership()
			.paths()
			.stream()
			.map(ContainerIds::inPath)
			.filter(Objects::nonNull)
			.findFirst()
			.orElseGet(() -> (kubernetesName() != null) ? null : mountedId());
	}

	private @Nullable String mountedId() {
		return mounted((mount) -> MOUNTED.contains(mount.point()), FOLDER);
	}

	private @Nullable String kubernetesName() {
		return mounted((mount) -> true, KUBELET);
	}

	private @Nullable String mounted(Predicate<Mount> isMeant, Pattern pattern) {
		return this.cgroups.mounts()
			.stream()
			.filter(isMeant)
			.map((mount) -> pattern.matcher(mount.root()))
			.filter(Matcher::find)
			.map((matcher) -> matcher.group(1))
			.findFirst()
			.orElse(null);
	}

	private @Nullable String name(@Nullable String id, String host) {
		String name = kubernetesName();
		if (name != null) {
			return name;
		}
		if (id == null) {
			return unit();
		}
		// in the machine's network the host name is mostly the machine's
		boolean own = this.namespaces.hasOwnNetwork() && !host.isBlank() && !id.startsWith(host);
		return own ? host : null;
	}

	/**
	 * The unit of systemd that is the cgroup, or has it below itself.
	 */
	private @Nullable String unit() {
		return this.cgroups.membership()
			.paths()
			.stream()
			.flatMap((path) -> Stream.of(path.split("/")))
			.filter((part) -> UNITS.stream().anyMatch(part::endsWith))
			.reduce((first, second) -> second)
			.orElse(null);
	}

	private String hostName() {
		Path file = this.namespaces.proc().resolve("sys/kernel/hostname");
		try {
			return Files.readString(file).strip();
		}
		catch (IOException ex) {
			return "";
		}
	}

}
