package dev.emp.metrics.sample.component;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.awaitility.Awaitility;

/**
 * A control group of a test: what is started in it is in a container as far as it can
 * tell.
 */
final class OwnCgroup implements AutoCloseable {

	private static final Path ROOT = Path.of("/sys/fs/cgroup");

	private final Path directory;

	private OwnCgroup(Path directory) {
		this.directory = directory;
	}

	/**
	 * Make a group that counts memory.
	 * @param name the name
	 * @return the group
	 */
	static OwnCgroup create(String name) {
		try {
			Path v1 = ROOT.resolve("memory");
			if (!Files.isDirectory(v1)) {
				Files.writeString(ROOT.resolve("cgroup.subtree_control"), "+memory");
			}
			Path parent = Files.isDirectory(v1) ? v1 : ROOT;
			return new OwnCgroup(Files.createDirectory(parent.resolve(name + "-" + ProcessHandle.current().pid())));
		}
		catch (IOException ex) {
			throw Program.missing("no control group can be made (" + ex + "): run the test as root");
		}
	}

	/**
	 * Start something in this group.
	 * @param command the command
	 * @return the command that does so
	 */
	List<String> enter(List<String> command) {
		List<String> all = new ArrayList<>(
				List.of("sh", "-c", "echo $$ >\"$0/cgroup.procs\" && exec \"$@\"", this.directory.toString()));
		all.addAll(command);
		return all;
	}

	@Override
	public void close() {
		// the kernel lets go of a process a little after it has ended
		Awaitility.await().until(() -> {
			try {
				return Files.deleteIfExists(this.directory);
			}
			catch (IOException ex) {
				return false;
			}
		});
	}

}
