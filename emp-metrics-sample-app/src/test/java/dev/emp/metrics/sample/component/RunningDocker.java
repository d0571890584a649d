package dev.emp.metrics.sample.component;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/**
 * A Docker Engine of a test, with its own folder, socket and bridge, and an image
 * {@code busybox} that is made here. Nothing of it is left.
 */
final class RunningDocker implements AutoCloseable {

	private static final String BRIDGE = "emp-docker0";

	private final Path folder;

	private final Path socket;

	private RunningProgram daemon;

	private RunningDocker(Path folder) {
		this.folder = folder;
		this.socket = folder.resolve("docker.sock");
		this.daemon = start();
	}

	static RunningDocker start(Path folder) {
		if (!"root".equals(System.getProperty("user.name"))) {
			throw Program.missing("a Docker Engine is missing: only root can start one");
		}
		Stream.of(Program.DOCKERD, Program.DOCKER, Program.BUSYBOX, Program.IP).forEach(Program::path);
		// a build that was killed leaves its bridge behind
		run("sh", "-c", Program.IP.path() + " link delete " + BRIDGE + " || true");
		run(Program.IP.path(), "link", "add", BRIDGE, "type", "bridge");
		run(Program.IP.path(), "address", "add", "172.31.253.1/24", "dev", BRIDGE);
		run(Program.IP.path(), "link", "set", BRIDGE, "up");
		RunningDocker docker = new RunningDocker(folder);
		docker.importBusybox();
		return docker;
	}

	private RunningProgram start() {
		RunningProgram started = RunningProgram.start(this.folder, "dockerd",
				List.of(Program.DOCKERD.path(), "--host=unix://" + this.socket,
						"--data-root=" + this.folder.resolve("data"), "--exec-root=" + this.folder.resolve("exec"),
						"--pidfile=" + this.folder.resolve("pid"), "--bridge=" + BRIDGE, "--iptables=false",
						"--ip-masq=false"),
				Map.of());
		Awaitility.await("dockerd: " + this.folder)
			.ignoreExceptions()
			.atMost(Duration.ofSeconds(60))
			.until(() -> api("/_ping").contains("OK"));
		return started;
	}

	private void importBusybox() {
		try {
			Path bin = Files.createDirectories(this.folder.resolve("busybox/bin"));
			for (String name : List.of("proc", "sys", "dev", "tmp", "etc", "data", "lib", "lib64", "usr")) {
				Files.createDirectories(this.folder.resolve("busybox").resolve(name));
			}
			Files.copy(Path.of(Program.BUSYBOX.path()).toRealPath(), bin.resolve("busybox"));
			for (String applet : List.of("sh", "awk", "dd", "nc", "sleep", "wget", "head", "cat")) {
				Files.createSymbolicLink(bin.resolve(applet), Path.of("busybox"));
			}
			Path archive = this.folder.resolve("busybox.tar");
			run("tar", "--create", "--file=" + archive, "--directory=" + this.folder.resolve("busybox"), ".");
			docker("import", archive.toString(), "busybox");
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	String socket() {
		return this.socket.toString();
	}

	String endpoint() {
		return "unix://" + this.socket;
	}

	/**
	 * Run the client of Docker.
	 * @param arguments the arguments
	 * @return what it printed
	 */
	String docker(String... arguments) {
		List<String> command = new ArrayList<>(List.of(Program.DOCKER.path(), "--host", endpoint()));
		command.addAll(List.of(arguments));
		return run(command.toArray(String[]::new));
	}

	/**
	 * The device of the engine's folder, for a limit on it: without any, newer kernels
	 * count no bytes in cgroup v1.
	 * @return options of {@code docker run}
	 */
	List<String> diskLimit() {
		try {
			String number = run("stat", "--format=%Hd:%Ld", this.folder.toString());
			Path uevent = Path.of("/sys/dev/block", number, "uevent");
			String device = Files.readAllLines(uevent)
				.stream()
				.filter((line) -> line.startsWith("DEVNAME="))
				.findFirst()
				.orElseThrow()
				.substring("DEVNAME=".length());
			return List.of("--device-write-bps", "/dev/" + device + ":4gb");
		}
		catch (IOException ex) {
			throw Program.missing("a block device below " + this.folder + " is missing: set java.io.tmpdir to a disk");
		}
	}

	/**
	 * Ask the engine, beside what is tested.
	 * @param path the path
	 * @return the whole answer
	 * @throws IOException if it does not answer
	 */
	String api(String path) throws IOException {
		try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
			channel.connect(UnixDomainSocketAddress.of(this.socket));
			// of this version there are no chunks
			channel.write(ByteBuffer.wrap(("GET " + path + " HTTP/1.0\r\n\r\n").getBytes(StandardCharsets.US_ASCII)));
			return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	JsonNode stats(String container) throws IOException {
		String answer = api("/containers/" + container + "/stats?stream=false&one-shot=true");
		return Http.JSON.readTree(answer.substring(answer.indexOf("\r\n\r\n") + 4));
	}

	void stopDaemon() {
		this.daemon.close();
	}

	void startDaemon() {
		this.daemon = start();
	}

	static String run(String... command) {
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
			if (process.waitFor() != 0) {
				throw new IllegalStateException(String.join(" ", command) + ": " + output);
			}
			return output;
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		try {
			String all = docker("ps", "--all", "--quiet");
			if (!all.isEmpty()) {
				docker(Stream.concat(Stream.of("rm", "--force"), all.lines()).toArray(String[]::new));
			}
		}
		finally {
			this.daemon.close();
			run(Program.IP.path(), "link", "delete", BRIDGE);
			unmount();
			run("rm", "-rf", this.folder.toString());
		}
	}

	/** The engine leaves the namespace of a network behind, mounted. */
	private void unmount() {
		try {
			for (String line : Files.readAllLines(Path.of("/proc/self/mounts"))) {
				String point = line.split(" ", 3)[1];
				if (point.startsWith(this.folder + "/")) {
					run("umount", "--lazy", point);
				}
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
