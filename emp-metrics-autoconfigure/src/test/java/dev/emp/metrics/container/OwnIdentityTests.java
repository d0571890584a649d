package dev.emp.metrics.container;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.emp.metrics.support.KernelText;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OwnIdentity}, with paths and mounts as runtimes make them.
 */
class OwnIdentityTests {

	private static final String ID = "0123456789ab" + "cdef".repeat(13);

	private static final String TASK = ID.substring(0, 32);

	private static final String OTHER = "f".repeat(64);

	@TempDir
	private Path root;

	private String host = "";

	private boolean ownNetwork = true;

	@Test
	void pathsOfAllRuntimesHaveTheId() throws IOException {
		for (String path : new String[] { "/docker/" + ID, "/system.slice/docker-" + ID + ".scope",
				"/kubepods/burstable/pod3c8e3e1a-0000-1111-2222-333344445555/" + ID,
				"/kubepods.slice/kubepods-pod3c8e.slice/cri-containerd-" + ID + ".scope",
				"/kubepods.slice/kubepods-pod3c8e.slice/crio-" + ID + ".scope",
				"/machine.slice/libpod-" + ID + ".scope/container",
				"/user.slice/user-1000.slice/libpod-" + ID + ".scope", "/docker/" + OTHER + "/docker/" + ID,
				"/ecs/task/" + ID, "/system.slice:cri-containerd:" + ID, "/kubepods/burstable/pod3c8e/crio-" + ID,
				"/kubepods.slice/kubepods-pod3c8e.slice/crio-" + ID + ".scope/container", "/libpod_parent/libpod-" + ID,
				"/libpod_parent/" + OTHER + "/libpod-" + ID, "/user.slice/worker.service/libpod-payload-" + ID,
				"/ecs/" + TASK + "/" + TASK + "-2495160603" }) {
			assertThat(identify("0::" + path + "\n", "")).as(path).isEqualTo(identity("self", "0123456789ab"));
		}
	}

	@Test
	void theHostNameIsANameWhereItIsTheContainersOwn() throws IOException {
		this.host = "render-7";
		assertThat(identify("0::/docker/" + ID + "\n", "")).isEqualTo(identity("render-7", "0123456789ab"));
		this.ownNetwork = false;
		assertThat(identify("0::/docker/" + ID + "\n", "")).isEqualTo(identity("self", "0123456789ab"));
	}

	@Test
	void theHostNameMayBeTheId() throws IOException {
		this.host = "0123456789ab";
		assertThat(identify("0::/docker/" + ID + "\n", "")).isEqualTo(identity("self", "0123456789ab"));
		assertThat(identify("0::/\n", "")).isEqualTo(identity("self", "0123456789ab"));
		this.ownNetwork = false;
		assertThat(identify("0::/\n", "")).as("of a machine").isEqualTo(identity("self", "self"));
	}

	@Test
	void whatDockerAndPodmanMountHasTheId() throws IOException {
		for (String folder : new String[] { "/var/lib/docker/containers/" + ID + "/hostname /etc/hostname",
				"/containers/" + ID + "/resolv.conf /etc/resolv.conf",
				"/var/lib/containers/storage/overlay-containers/" + ID + "/userdata/hosts /etc/hosts",
				"/run/containers/storage/vfs-containers/" + ID + "/userdata/hostname /etc/hostname",
				"/containers/storage/btrfs-containers/" + ID + "/userdata/resolv.conf /etc/resolv.conf",
				"/zfs-containers/" + ID + "/userdata/hosts /etc/hosts" }) {
			assertThat(identify("0::/\n", mount(folder))).as(folder).isEqualTo(identity("self", "0123456789ab"));
		}
		assertThat(identify("0::/\n", mount("/var/lib/docker/containers/" + ID + "/x /data"))).as("a volume")
			.isEqualTo(identity("self", "self"));
	}

	@Test
	void whatTheKubeletMountsHasTheName() throws IOException {
		String uid = "3c8e3e1a-0000-1111-2222-333344445555";
		String mounts = mount("/var/lib/kubelet/pods/" + uid + "/etc-hosts /etc/hosts")
				+ mount("/var/lib/kubelet/pods/" + uid + "/containers/worker/9f0a1b2c /dev/termination-log")
				+ mount("/run/containers/storage/overlay-containers/" + OTHER + "/userdata/hostname /etc/hostname");
		this.host = "worker-5d9c";
		assertThat(identify("0::/\n", mounts)).as("the id is the pod's").isEqualTo(identity("worker", "self"));
		assertThat(identify("0::/kubepods.slice/cri-containerd-" + ID + ".scope\n", mounts))
			.isEqualTo(identity("worker", "0123456789ab"));
	}

	@Test
	void aUnitOfSystemdIsAName() throws IOException {
		assertThat(identify("0::/system.slice/worker.service\n", "")).isEqualTo(identity("worker.service", "self"));
		assertThat(identify("0::/user.slice/user@1000.service/app.slice/app-ide-4711.scope/sub\n", ""))
			.isEqualTo(identity("app-ide-4711.scope", "self"));
		assertThat(identify("0::/system.slice\n", "")).isEqualTo(identity("self", "self"));
	}

	private ContainerIdentity identify(String cgroup, String mounts) throws IOException {
		Path proc = this.root.resolve("proc");
		write(proc.resolve("sys/kernel/hostname"), this.host + "\n");
		write(proc.resolve("sys/net/core/somaxconn"), "4096\n");
		Files.deleteIfExists(proc.resolve("sys/net/core/netdev_max_backlog"));
		if (!this.ownNetwork) {
			write(proc.resolve("sys/net/core/netdev_max_backlog"), "1000\n");
		}
		return new OwnIdentity(new OwnCgroups(this.root, Membership.parse(text(cgroup)), Mount.parse(text(mounts))),
				new OwnNamespaces(proc))
			.find();
	}

	private static String mount(String rootAndPoint) {
		return "66 59 0:29 " + rootAndPoint + " rw,relatime - ext4 /dev/sda1 rw\n";
	}

	private static KernelText text(String text) {
		return new KernelText(text.getBytes(StandardCharsets.UTF_8));
	}

	private static void write(Path file, String text) throws IOException {
		Files.createDirectories(file.getParent());
		Files.writeString(file, text);
	}

	private static ContainerIdentity identity(String name, String id) {
		return new ContainerIdentity(name, id, "unknown");
	}

}
