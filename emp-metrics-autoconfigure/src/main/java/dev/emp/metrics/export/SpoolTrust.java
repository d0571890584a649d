package dev.emp.metrics.export;

import java.io.IOException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether only this user can write to a directory. A batch that others plant
 * would be sent with the token of this process.
 */
final class SpoolTrust {

	private static final Log logger = LogFactory.getLog(SpoolTrust.class);

	/** May write everywhere in any case. */
	private static final int ROOT = 0;

	private static final int ATTEMPTS = 5;

	/** Belongs to whoever runs this process. */
	private static final Path PROCESS = Path.of("/proc/self");

	private final Path spool;

	private final SpoolFiles files;

	private final AtomicBoolean warned = new AtomicBoolean();

	private @Nullable Integer user;

	SpoolTrust(Path spool, SpoolFiles files) {
		this.spool = spool;
		this.files = files;
	}

	/**
	 * See that the spool belongs to the user of this process or to root, and that nobody
	 * else may write it. Others may where the sticky bit keeps them from what is not
	 * theirs, as in {@code /tmp}, and a group may with which the set-group-ID bit shares
	 * it, as Kubernetes does with the volumes of a pod that has an {@code fsGroup}.
	 * @throws UntrustedSpoolException if it is otherwise
	 * @throws IOException if it is not there, or cannot be written
	 */
	void check() throws IOException {
		SpoolFiles.Access access = this.files.access(this.spool);
		if (access == null) {
			return;
		}
		if (access.owner() != ROOT && access.owner() != user()) {
			throw UntrustedSpoolException.foreign(this.spool, access.owner(), user());
		}
		if (!access.isSticky() && !isPrivate(access) && !access.isSharedWithGroup()) {
			throw UntrustedSpoolException.writable(this.spool, access);
		}
	}

	/**
	 * Whether nobody but the user of this process can have written what is in a
	 * directory.
	 * @param left a directory of the spool, which was checked
	 * @return whether it may be taken over
	 * @throws IOException if that cannot be told
	 */
	boolean covers(Path left) throws IOException {
		// a link could lead to batches that are meant for somebody else
		SpoolFiles.Access access = this.files.access(left, LinkOption.NOFOLLOW_LINKS);
		if (access == null) {
			return true;
		}
		if (access.owner() != user()) {
			// usual where processes of several users share the spool
			logger.debug("The directory " + left + " belongs to another user and is left to it");
			return false;
		}
		boolean safe = isPrivate(access) || isShared(access);
		if (!safe && this.warned.compareAndSet(false, true)) {
			logger.warn("Batches of metrics in " + left + " are not sent, since others may write there and could have "
					+ "planted them. If they did not, take that right away (chmod go-w), and they are sent.");
		}
		return safe;
	}

	private static boolean isPrivate(SpoolFiles.Access access) {
		return !access.isWritableByOthers() && !access.isWritableByGroup();
	}

	private boolean isShared(SpoolFiles.Access left) throws IOException {
		// what administrators share they share as a whole
		SpoolFiles.Access whole = this.files.access(this.spool);
		return whole != null && whole.isSharedWithGroup() && left.isSharedWithGroup() && whole.group() == left.group();
	}

	/**
	 * The user to whom belongs what this process creates in the spool, which file systems
	 * may map.
	 * @return the number of the user
	 * @throws IOException if nothing can be created there
	 */
	private synchronized int user() throws IOException {
		for (int attempt = 1; this.user == null; attempt++) {
			try {
				this.user = ownerOfNew();
			}
			catch (NoSuchFileException ex) {
				// whoever clears up may have been here
				if (attempt == ATTEMPTS) {
					throw ex;
				}
			}
			catch (IOException ex) {
				// a disk that is full is to be emptied
				return userOfProcess(ex);
			}
		}
		return this.user;
	}

	private int userOfProcess(IOException failure) throws IOException {
		SpoolFiles.Access process = this.files.access(PROCESS);
		if (process == null) {
			throw failure;
		}
		return process.owner();
	}

	private int ownerOfNew() throws IOException {
		// of a name that others clear up, should this process end now
		Path created = this.spool.resolve(OwnedDirectory.name("user"));
		this.files.createDirectory(created);
		try {
			SpoolFiles.Access access = this.files.access(created);
			return (access != null) ? access.owner() : ROOT;
		}
		finally {
			this.files.delete(created);
		}
	}

}
