package dev.emp.metrics.export;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * What the spool needs of a file system, so that tests can put a faulty one in its place.
 * Links are never followed below the spool's directory.
 */
interface SpoolFiles {

	boolean isDirectory(Path path);

	/**
	 * Tell who may write a directory, where the system knows that.
	 * @param directory the directory
	 * @param options whether a link is followed in its place
	 * @return its owner, its group and what they may do, or null
	 * @throws IOException if it is not there
	 */
	@Nullable Access access(Path directory, LinkOption... options) throws IOException;

	/**
	 * Create a directory that nobody else can enter.
	 * @param directory the directory, whose parent exists
	 * @throws IOException if it exists or cannot be created
	 */
	void createDirectory(Path directory) throws IOException;

	/**
	 * Make the names in a directory survive a loss of power, where the system can do
	 * that.
	 * @param directory the directory
	 * @throws IOException if it failed although the system can
	 */
	void forceDirectory(Path directory) throws IOException;

	/**
	 * Look at what lies in a directory, in no order.
	 * @param directory the directory
	 * @param visitor looks at an entry and tells whether to go on
	 * @throws IOException if it cannot be read
	 */
	void list(Path directory, Predicate<Entry> visitor) throws IOException;

	/**
	 * Create a file that nobody else can read.
	 * @param file the file, which must not exist
	 * @return where to write
	 * @throws IOException if it exists or cannot be created
	 */
	Output create(Path file) throws IOException;

	InputStream open(Path file) throws IOException;

	long size(Path file) throws IOException;

	void move(Path from, Path to) throws IOException;

	/**
	 * Delete a file, or a directory that is empty, if it is there.
	 * @param path what to delete
	 * @throws IOException if it cannot be deleted
	 */
	void delete(Path path) throws IOException;

	/**
	 * Take a directory's lock for this process.
	 * @param file the lock file
	 * @param create whether the lock file is created; otherwise it must exist
	 * @return the lock, or null if another one holds it, also in this process
	 * @throws IOException if the file is not as expected or the system has no locks
	 */
	@Nullable Lock lock(Path file, boolean create) throws IOException;

	/**
	 * What lies in a directory.
	 *
	 * @param path where
	 * @param kind what
	 * @param size its size in bytes
	 */
	record Entry(Path path, Kind kind, long size) {

		String name() {
			return this.path.getFileName().toString();
		}

	}

	/**
	 * Who may write a directory.
	 *
	 * @param owner the user to whom it belongs
	 * @param group the group to which it belongs
	 * @param mode what they may do, as POSIX numbers it
	 */
	record Access(int owner, int group, int mode) {

		boolean isWritableByOthers() {
			return (this.mode & 02) != 0;
		}

		boolean isWritableByGroup() {
			return (this.mode & 020) != 0;
		}

		/**
		 * Whether nobody but an owner can delete or replace what is in it.
		 * @return true if the sticky bit is set
		 */
		boolean isSticky() {
			return (this.mode & 01000) != 0;
		}

		/**
		 * Whether its group may write it, to which what is created in it belongs as well.
		 * @return true if the set-group-ID bit is set and nobody else may write it
		 */
		boolean isSharedWithGroup() {
			return isWritableByGroup() && !isWritableByOthers() && (this.mode & 02000) != 0;
		}

	}

	/**
	 * What an entry is.
	 */
	enum Kind {

		/** A file. */
		FILE,

		/** A directory. */
		DIRECTORY,

		/** A link, or something stranger. */
		OTHER

	}

	/**
	 * A file in the making.
	 */
	interface Output extends Closeable {

		void write(byte[] bytes) throws IOException;

		void force() throws IOException;

	}

	/**
	 * A lock that is held until it is closed or the process ends.
	 */
	interface Lock extends Closeable {

		/**
		 * Whether the file that is locked still lies where it was, so that others find it
		 * locked.
		 * @return false once somebody has deleted it
		 */
		boolean isInPlace();

	}

}
