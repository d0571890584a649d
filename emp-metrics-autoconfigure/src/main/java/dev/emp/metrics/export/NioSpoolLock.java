package dev.emp.metrics.export;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A lock on a file, by which other processes see that its directory has an owner.
 *
 * <p>
 * A POSIX process loses its lock on a file as soon as it closes any descriptor of that
 * file, so a lock file that is held in this process must never be opened again. A system
 * property says which are held, because applications with class loaders of their own
 * share the process but no static field.
 */
final class NioSpoolLock implements SpoolFiles.Lock {

	private static final String HELD = "dev.emp.metrics.spool.";

	private final Path file;

	private final FileChannel channel;

	private final @Nullable Object key;

	private NioSpoolLock(Path file, FileChannel channel, @Nullable Object key) {
		this.file = file;
		this.channel = channel;
		this.key = key;
	}

	static @Nullable NioSpoolLock take(Path file, boolean create) throws IOException {
		if (System.getProperties().putIfAbsent(property(file), "held") != null) {
			return null;
		}
		NioSpoolLock lock = null;
		try {
			lock = open(file, create);
			return lock;
		}
		finally {
			if (lock == null) {
				System.getProperties().remove(property(file));
			}
		}
	}

	private static @Nullable NioSpoolLock open(Path file, boolean create) throws IOException {
		Object before = (!create) ? key(file) : null;
		Set<OpenOption> options = Set.of(StandardOpenOption.WRITE,
				create ? StandardOpenOption.CREATE_NEW : LinkOption.NOFOLLOW_LINKS);
		FileChannel channel = FileChannel.open(file, options, NioSpoolFiles.permissions(file, "rw-------"));
		boolean taken = false;
		try {
			NioSpoolLock lock = new NioSpoolLock(file, channel, (!create) ? before : key(file));
			// a dying owner may have deleted the file before its lock was ours
			taken = tryLock(channel, file) && lock.isInPlace();
			return taken ? lock : null;
		}
		finally {
			if (!taken) {
				channel.close();
			}
		}
	}

	private static boolean tryLock(FileChannel channel, Path file) throws IOException {
		try {
			return channel.tryLock() != null;
		}
		catch (OverlappingFileLockException ex) {
			return false;
		}
		catch (ClosedByInterruptException ex) {
			throw ex;
		}
		catch (IOException ex) {
			throw new FileSystemException(file.toString(), null,
					"The file system cannot lock files (" + ex.getMessage() + ")");
		}
	}

	private static @Nullable Object key(Path file) throws IOException {
		return NioSpoolFiles.attributes(file).fileKey();
	}

	private static String property(Path file) {
		return HELD + Objects.requireNonNull(file.getParent()).getFileName();
	}

	@Override
	public boolean isInPlace() {
		try {
			return Objects.equals(this.key, key(this.file));
		}
		catch (NoSuchFileException ex) {
			return false;
		}
		catch (IOException ex) {
			// not known to be gone
			return true;
		}
	}

	@Override
	public void close() throws IOException {
		try {
			this.channel.close();
		}
		finally {
			System.getProperties().remove(property(this.file));
		}
	}

}
