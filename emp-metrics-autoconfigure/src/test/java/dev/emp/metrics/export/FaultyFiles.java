package dev.emp.metrics.export;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * A {@link FaultyDisk} as a process sees it that may be killed within any operation, and
 * whose operations fail by chance, having had their effect, a part of it or none.
 */
final class FaultyFiles implements SpoolFiles {

	private final FaultyDisk disk;

	private final List<FaultyDisk.Content> locks = new ArrayList<>();

	private final Set<String> faults = new LinkedHashSet<>();

	private int faultsPerThousand;

	private int killIn = Integer.MAX_VALUE;

	private boolean killed;

	FaultyFiles(FaultyDisk disk) {
		this.disk = disk;
	}

	void faultsPerThousand(int faults) {
		this.faultsPerThousand = faults;
	}

	void killWithin(int operations) {
		this.killIn = 1 + this.disk.random().nextInt(operations);
	}

	void kill() {
		this.killed = true;
		this.locks.forEach((lock) -> lock.unlock(this));
	}

	boolean isKilled() {
		return this.killed;
	}

	/**
	 * Which operations failed or killed the process since the last call, first ones
	 * first.
	 * @return their names
	 */
	Set<String> faults() {
		Set<String> result = new LinkedHashSet<>(this.faults);
		this.faults.clear();
		return result;
	}

	private void attempt(String name, Step step) throws IOException {
		checkAlive();
		boolean kill = --this.killIn == 0;
		boolean fail = this.disk.random().nextInt(1000) < this.faultsPerThousand;
		boolean effective = (!kill && !fail) || this.disk.random().nextBoolean();
		if (kill || fail) {
			this.faults.add(name);
		}
		if (effective) {
			step.run();
		}
		if (kill) {
			kill();
			throw new Killed();
		}
		if (fail) {
			throw new IOException("No space left on device, or worse, within " + name);
		}
	}

	private void checkAlive() {
		if (this.killed) {
			throw new Killed();
		}
	}

	@Override
	public boolean isDirectory(Path path) {
		checkAlive();
		return this.disk.find(path) instanceof FaultyDisk.Directory;
	}

	@Override
	public @Nullable Access access(Path directory, LinkOption... options) {
		checkAlive();
		// has no users
		return null;
	}

	@Override
	public void createDirectory(Path directory) throws IOException {
		attempt("createDirectory", () -> add(directory, new FaultyDisk.Directory()));
	}

	private void add(Path path, FaultyDisk.Node node) throws IOException {
		if (this.disk.find(path) != null) {
			throw new FileAlreadyExistsException(path.toString());
		}
		this.disk.directory(path.getParent()).names().put(path.getFileName().toString(), node);
	}

	@Override
	public void forceDirectory(Path directory) throws IOException {
		attempt("forceDirectory", () -> this.disk.directory(directory).force());
	}

	@Override
	public void list(Path directory, Predicate<Entry> visitor) throws IOException {
		List<Entry> entries = new ArrayList<>();
		this.disk.directory(directory).names().forEach((name, node) -> {
			boolean file = node instanceof FaultyDisk.Content;
			entries.add(new Entry(directory.resolve(name), file ? Kind.FILE : Kind.DIRECTORY,
					file ? ((FaultyDisk.Content) node).bytes().length : 4096));
		});
		// no order is promised, and an error may come after some entries
		for (int left = entries.size(); left > 0; left--) {
			checkAlive();
			if (!visitor.test(entries.remove(this.disk.random().nextInt(left)))) {
				return;
			}
			attempt("list", () -> {
			});
		}
	}

	@Override
	public Output create(Path file) throws IOException {
		FaultyDisk.Content content = new FaultyDisk.Content();
		attempt("create", () -> add(file, content));
		return new FaultyOutput(content);
	}

	@Override
	public InputStream open(Path file) throws IOException {
		attempt("open", () -> {
		});
		return new ByteArrayInputStream(this.disk.content(file).bytes());
	}

	@Override
	public long size(Path file) throws IOException {
		checkAlive();
		return this.disk.content(file).bytes().length;
	}

	@Override
	public void move(Path from, Path to) throws IOException {
		attempt("move", () -> {
			FaultyDisk.Content content = this.disk.content(from);
			this.disk.directory(from.getParent()).names().remove(from.getFileName().toString());
			this.disk.directory(to.getParent()).names().put(to.getFileName().toString(), content);
		});
	}

	@Override
	public void delete(Path path) throws IOException {
		boolean there = this.disk.find(path) != null;
		attempt("delete", () -> {
			if (this.disk.find(path) instanceof FaultyDisk.Directory directory && !directory.names().isEmpty()) {
				throw new DirectoryNotEmptyException(path.toString());
			}
			if (there) {
				this.disk.directory(path.getParent()).names().remove(path.getFileName().toString());
			}
		});
	}

	@Override
	public @Nullable Lock lock(Path file, boolean create) throws IOException {
		attempt("lock", () -> {
			if (create) {
				add(file, new FaultyDisk.Content());
			}
		});
		FaultyDisk.Content content = this.disk.content(file);
		if (!content.lock(this)) {
			return null;
		}
		this.locks.add(content);
		return new FaultyLock(file, content);
	}

	/**
	 * The end of a process, which no code of it outlives.
	 */
	static final class Killed extends Error {

		Killed() {
			super("killed", null, false, false);
		}

	}

	/**
	 * The effect of an operation.
	 */
	private interface Step {

		void run() throws IOException;

	}

	/**
	 * A file in the making, of which a write that fails leaves a part.
	 */
	private final class FaultyOutput implements Output {

		private final FaultyDisk.Content content;

		FaultyOutput(FaultyDisk.Content content) {
			this.content = content;
		}

		@Override
		public void write(byte[] bytes) throws IOException {
			int part = FaultyFiles.this.disk.random().nextInt(bytes.length + 1);
			this.content.append(bytes, part);
			attempt("write", () -> {
			});
			this.content.append(Arrays.copyOfRange(bytes, part, bytes.length), bytes.length - part);
		}

		@Override
		public void force() throws IOException {
			attempt("force", this.content::force);
		}

		@Override
		public void close() {
			checkAlive();
		}

	}

	/**
	 * A lock that ends with its process.
	 */
	private final class FaultyLock implements Lock {

		private final Path file;

		private final FaultyDisk.Content content;

		FaultyLock(Path file, FaultyDisk.Content content) {
			this.file = file;
			this.content = content;
		}

		@Override
		public boolean isInPlace() {
			checkAlive();
			return Objects.equals(FaultyFiles.this.disk.find(this.file), this.content);
		}

		@Override
		public void close() {
			checkAlive();
			this.content.unlock(FaultyFiles.this);
		}

	}

}
