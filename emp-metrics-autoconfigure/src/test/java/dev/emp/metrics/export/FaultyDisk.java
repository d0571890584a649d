package dev.emp.metrics.export;

import java.io.ByteArrayOutputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A disk in memory that keeps nothing over a loss of power but what was forced to it:
 * each name that was not forced is there as before or as after, by chance, and each file
 * that was not forced is torn.
 */
final class FaultyDisk {

	private final Random random;

	private final Directory root = new Directory();

	FaultyDisk(Random random) {
		this.random = random;
		this.root.names.put("data", new Directory());
		this.root.force();
	}

	Random random() {
		return this.random;
	}

	@Nullable Node find(Path path) {
		Node node = this.root;
		for (Path name : path.toAbsolutePath()) {
			node = (node instanceof Directory directory) ? directory.names.get(name.toString()) : null;
		}
		return node;
	}

	Directory directory(@Nullable Path path) throws NoSuchFileException {
		if (path != null && find(path) instanceof Directory directory) {
			return directory;
		}
		throw new NoSuchFileException(String.valueOf(path));
	}

	Content content(Path path) throws NoSuchFileException {
		if (find(path) instanceof Content content) {
			return content;
		}
		throw new NoSuchFileException(path.toString());
	}

	/**
	 * Delete a directory with all that is in it.
	 * @param path the directory
	 * @throws NoSuchFileException if its parent is not there
	 */
	void vanish(Path path) throws NoSuchFileException {
		Directory parent = directory(path.getParent());
		parent.names.remove(path.getFileName().toString());
		parent.force();
	}

	void losePower() {
		this.root.losePower(this.random);
	}

	/**
	 * What has a name on the disk.
	 */
	abstract static sealed class Node {

		abstract void losePower(Random random);

	}

	/**
	 * A directory.
	 */
	static final class Directory extends Node {

		private final Map<String, Node> names = new LinkedHashMap<>();

		private final Map<String, Node> forced = new LinkedHashMap<>();

		Map<String, Node> names() {
			return this.names;
		}

		void force() {
			this.forced.clear();
			this.forced.putAll(this.names);
		}

		@Override
		void losePower(Random random) {
			Set<String> all = new LinkedHashSet<>(this.names.keySet());
			all.addAll(this.forced.keySet());
			for (String name : all) {
				Node survivor = (random.nextBoolean() ? this.names : this.forced).get(name);
				if (survivor != null) {
					this.names.put(name, survivor);
				}
				else {
					this.names.remove(name);
				}
			}
			force();
			this.names.values().forEach((node) -> node.losePower(random));
		}

	}

	/**
	 * A file.
	 */
	static final class Content extends Node {

		private byte[] bytes = new byte[0];

		private byte[] forced = new byte[0];

		private @Nullable Object owner;

		byte[] bytes() {
			return this.bytes;
		}

		void append(byte[] more, int length) {
			ByteArrayOutputStream output = new ByteArrayOutputStream();
			output.writeBytes(this.bytes);
			output.write(more, 0, length);
			this.bytes = output.toByteArray();
		}

		void force() {
			this.forced = this.bytes;
		}

		boolean lock(Object process) {
			if (this.owner != null) {
				return false;
			}
			this.owner = process;
			return true;
		}

		void unlock(Object process) {
			if (Objects.equals(this.owner, process)) {
				this.owner = null;
			}
		}

		@Override
		void losePower(Random random) {
			this.owner = null;
			if (!Arrays.equals(this.bytes, this.forced)) {
				byte[] torn = Arrays.copyOf(this.bytes, random.nextInt(this.bytes.length + 1));
				if (random.nextBoolean()) {
					Arrays.fill(torn, random.nextInt(torn.length + 1), torn.length, (byte) 0);
				}
				this.bytes = torn;
			}
			force();
		}

	}

}
