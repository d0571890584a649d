package dev.emp.metrics.export;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The file system of the machine.
 */
final class NioSpoolFiles implements SpoolFiles {

	private static final Log logger = LogFactory.getLog(NioSpoolFiles.class);

	private final Set<Object> devicesForced = ConcurrentHashMap.newKeySet();

	@Override
	public boolean isDirectory(Path path) {
		return Files.isDirectory(path);
	}

	@Override
	public void createDirectory(Path directory) throws IOException {
		Files.createDirectory(directory, permissions(directory, "rwx------"));
	}

	@Override
	public void forceDirectory(Path directory) throws IOException {
		uninterrupted(() -> {
			try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
				force(channel, directory);
			}
			catch (AccessDeniedException ex) {
				// Windows opens no directories, and a parent may forbid to list it
				logger.debug("The directory " + directory + " cannot be forced to the disk", ex);
			}
			return directory;
		});
	}

	private void force(FileChannel channel, Path directory) throws IOException {
		// some file systems force no directories: what never succeeded is no failure
		try {
			channel.force(true);
			this.devicesForced.add(device(directory));
		}
		catch (ClosedByInterruptException ex) {
			throw ex;
		}
		catch (IOException ex) {
			if (this.devicesForced.contains(device(directory))) {
				throw ex;
			}
			logger.debug("The directory " + directory + " cannot be forced to the disk", ex);
		}
	}

	private static Object device(Path path) throws IOException {
		return isUnix(path) ? Files.getAttribute(path, "unix:dev") : "";
	}

	private static boolean isUnix(Path path) {
		return path.getFileSystem().supportedFileAttributeViews().contains("unix");
	}

	@Override
	public @Nullable Access access(Path directory, LinkOption... options) throws IOException {
		if (!isUnix(directory)) {
			return null;
		}
		// all of one look, since it may be replaced in between
		Map<String, Object> attributes = Files.readAttributes(directory, "unix:uid,gid,mode", options);
		return new Access(number(attributes, "uid"), number(attributes, "gid"), number(attributes, "mode"));
	}

	private static int number(Map<String, Object> attributes, String name) {
		return (int) Objects.requireNonNull(attributes.get(name));
	}

	@Override
	public void list(Path directory, Predicate<Entry> visitor) throws IOException {
		try (DirectoryStream<Path> paths = Files.newDirectoryStream(directory)) {
			Iterator<Path> path = paths.iterator();
			while (path.hasNext() && visit(path.next(), visitor)) {
				// goes on
			}
		}
		catch (DirectoryIteratorException ex) {
			throw ex.getCause();
		}
	}

	private static boolean visit(Path path, Predicate<Entry> visitor) throws IOException {
		try {
			BasicFileAttributes attributes = attributes(path);
			return visitor.test(new Entry(path, kind(attributes), attributes.size()));
		}
		catch (NoSuchFileException ex) {
			logger.trace("Deleted meanwhile", ex);
			return true;
		}
	}

	static BasicFileAttributes attributes(Path path) throws IOException {
		return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
	}

	private static Kind kind(BasicFileAttributes attributes) {
		if (attributes.isRegularFile()) {
			return Kind.FILE;
		}
		return attributes.isDirectory() ? Kind.DIRECTORY : Kind.OTHER;
	}

	@Override
	public Output create(Path file) throws IOException {
		Files.createFile(file, permissions(file, "rw-------"));
		return new StreamOutput(new FileOutputStream(file.toFile()));
	}

	@Override
	public InputStream open(Path file) throws IOException {
		return Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
	}

	@Override
	public long size(Path file) throws IOException {
		return attributes(file).size();
	}

	@Override
	public void move(Path from, Path to) throws IOException {
		Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
	}

	@Override
	public void delete(Path path) throws IOException {
		Files.deleteIfExists(path);
	}

	@Override
	public @Nullable Lock lock(Path file, boolean create) throws IOException {
		return uninterrupted(() -> NioSpoolLock.take(file, create));
	}

	static FileAttribute<?>[] permissions(Path path, String permissions) {
		return path.getFileSystem().supportedFileAttributeViews().contains("posix")
				? new FileAttribute<?>[] {
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)) }
				: new FileAttribute<?>[0];
	}

	private static <T extends @Nullable Object> T uninterrupted(Operation<T> operation) throws IOException {
		// an interrupt closes channels, and it is often on shutdown that there is most to
		// store
		boolean interrupted = Thread.interrupted();
		try {
			while (true) {
				try {
					return operation.run();
				}
				catch (ClosedByInterruptException ex) {
					interrupted = Thread.interrupted() || interrupted;
				}
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/**
	 * Something that an interrupt would break.
	 *
	 * @param <T> what comes of it
	 */
	private interface Operation<T extends @Nullable Object> {

		T run() throws IOException;

	}

	/**
	 * A stream, which in contrast to a channel an interrupt does not close.
	 *
	 * @param stream the stream
	 */
	private record StreamOutput(FileOutputStream stream) implements Output {

		@Override
		public void write(byte[] bytes) throws IOException {
			this.stream.write(bytes);
		}

		@Override
		public void force() throws IOException {
			this.stream.getFD().sync();
		}

		@Override
		public void close() throws IOException {
			this.stream.close();
		}

	}

}
