package dev.emp.metrics.sample.component;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Two interfaces that are joined, one of them in a network of its own. Needs the rights
 * of the administrator.
 */
final class VirtualNetwork implements AutoCloseable {

	static final String INTERFACE = "emp-veth0";

	private static final String NAMESPACE = "emp-metrics-test";

	private static final String NEAR = "10.213.77.1";

	private static final String FAR = "10.213.77.2";

	private static final String PORT = "5123";

	private final String ip = Program.IP.path();

	private final String busybox = Program.BUSYBOX.path();

	private final Path folder;

	VirtualNetwork(Path folder) throws IOException {
		this.folder = folder;
		delete();
		run(this.ip, "netns", "add", NAMESPACE);
		run(this.ip, "link", "add", INTERFACE, "type", "veth", "peer", "name", "emp-veth1", "netns", NAMESPACE);
		run(this.ip, "address", "add", NEAR + "/30", "dev", INTERFACE);
		run(this.ip, "link", "set", INTERFACE, "up");
		run(this.ip, "-n", NAMESPACE, "address", "add", FAR + "/30", "dev", "emp-veth1");
		run(this.ip, "-n", NAMESPACE, "link", "set", "emp-veth1", "up");
	}

	/**
	 * Send zeros to the other side, and then as many back.
	 * @param megabytes how many MiB each way
	 * @throws IOException if that fails
	 */
	void exchange(int megabytes) throws IOException {
		List<String> there = List.of(this.ip, "netns", "exec", NAMESPACE);
		transfer(megabytes, List.of(), there, FAR);
		transfer(megabytes, there, List.of(), NEAR);
	}

	private void transfer(int megabytes, List<String> from, List<String> to, String address) throws IOException {
		RunningProgram receiver = RunningProgram.start(this.folder, "receiver",
				shell(to, "BUSYBOX nc -l -p " + PORT + " > /dev/null"), Map.of());
		try {
			// again until the receiver listens
			run(shell(from,
					"for i in 1 2 3 4 5 6 7 8 9; do BUSYBOX dd if=/dev/zero bs=1M count=" + megabytes
							+ " 2>/dev/null | BUSYBOX nc " + address + " " + PORT + " && exit 0; BUSYBOX sleep 0.2; "
							+ "done; exit 1")
				.toArray(String[]::new));
		}
		finally {
			receiver.close();
		}
	}

	private List<String> shell(List<String> prefix, String script) {
		List<String> command = new ArrayList<>(prefix);
		command.addAll(List.of(this.busybox, "sh", "-c", script.replace("BUSYBOX", this.busybox)));
		return command;
	}

	private void delete() throws IOException {
		start(this.ip, "netns", "delete", NAMESPACE);
		start(this.ip, "link", "delete", INTERFACE);
	}

	@Override
	public void close() throws IOException {
		delete();
	}

	static void run(String... command) throws IOException {
		int status = start(command);
		if (status != 0) {
			throw new IOException(String.join(" ", command) + " ended with " + status);
		}
	}

	private static int start(String... command) throws IOException {
		Process process = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
		try {
			if (!process.waitFor(120, TimeUnit.SECONDS)) {
				process.destroyForcibly();
				throw new IOException(String.join(" ", command) + " does not end");
			}
			return process.exitValue();
		}
		catch (InterruptedException ex) {
			process.destroyForcibly();
			Thread.currentThread().interrupt();
			throw new IOException(ex);
		}
	}

}
