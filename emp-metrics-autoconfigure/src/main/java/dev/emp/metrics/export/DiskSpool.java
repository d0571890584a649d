package dev.emp.metrics.export;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import dev.emp.metrics.export.CorruptBatchException.Reason;

/**
 * Batches in files that outlive the process, and those that processes left behind which
 * have ended. One thread writes while another one reads, deletes and adopts.
 */
final class DiskSpool implements Closeable {

	private static final Log logger = LogFactory.getLog(DiskSpool.class);

	private final Path directory;

	private final String instance;

	private final SpoolFiles files;

	private final String destination;

	private final Duration age;

	/** Tells of a batch whose directory names no destination whether it is ours. */
	private final @Nullable Predicate<Payload> heir;

	private final List<OwnedDirectory> own = new ArrayList<>();

	private final AdoptedDirectories adopted;

	private final AtomicBoolean undeletable = new AtomicBoolean();

	private long sequence;

	private boolean closed;

	DiskSpool(Path directory, String instance, SpoolFiles files) {
		this(directory, instance, files, null);
	}

	/**
	 * A spool of batches for a destination that their directories do not name.
	 * @param directory where the processes have their directories
	 * @param instance how this process is called
	 * @param files the file system
	 * @param heir tells whether a batch of another such process may go where those of
	 * this one go, or null where any may
	 */
	DiskSpool(Path directory, String instance, SpoolFiles files, @Nullable Predicate<Payload> heir) {
		this(directory, instance, files, heir, DestinationId.NONE, Duration.ZERO);
	}

	private DiskSpool(Path directory, String instance, SpoolFiles files, @Nullable Predicate<Payload> heir,
			String destination, Duration age) {
		this.directory = directory.toAbsolutePath();
		this.instance = instance;
		this.files = files;
		this.heir = heir;
		this.destination = destination;
		this.age = age;
		this.adopted = new AdoptedDirectories(this.directory, files, destination, this::isHeir);
	}

	/**
	 * The part of this spool that is for one destination.
	 * @param destination the destination
	 * @param age for how long batches are kept, by other processes too
	 * @return a spool that takes over what was left for that destination alone
	 */
	DiskSpool forDestination(String destination, Duration age) {
		return new DiskSpool(this.directory, this.instance, this.files, this.heir, destination, age);
	}

	private boolean isHeir(List<StoredBatch> batches) {
		if (this.heir == null) {
			return true;
		}
		boolean mayBeRead = false;
		for (StoredBatch batch : batches) {
			try {
				return this.heir.test(read(batch));
			}
			catch (CorruptBatchException ex) {
				logger.debug("The file " + batch.file() + " does not tell whose it is", ex);
				mayBeRead |= ex.mayPass();
			}
		}
		// what is damaged goes nowhere, and is to be counted
		return !mayBeRead;
	}

	/**
	 * Store a batch so that neither the end of the process nor a loss of power takes it.
	 * Where that fails it is not stored, with one exception: a batch that was whole when
	 * the failure came, and could not be removed again, comes back after a restart.
	 * @param payload the batch
	 * @return where it lies
	 * @throws IOException if it could not be stored
	 */
	synchronized StoredBatch write(Payload payload) throws IOException {
		if (this.closed) {
			throw new IOException("The spool is closed");
		}
		Path home = home();
		BatchName name = new BatchName(this.sequence++, payload.acceptedAt(), payload.points());
		Path temporary = home.resolve(name.temporary());
		Path file = home.resolve(name.toString());
		boolean stored = false;
		try {
			write(temporary, payload);
			this.files.move(temporary, file);
			this.files.forceDirectory(home);
			stored = true;
		}
		finally {
			if (!stored) {
				discard(temporary);
				discard(file);
			}
		}
		return new StoredBatch(file, name.points(), SpoolFile.length(payload), name.acceptedAt());
	}

	private void write(Path file, Payload payload) throws IOException {
		try (SpoolFiles.Output output = this.files.create(file)) {
			output.write(SpoolFile.header(payload));
			output.write(payload.bytes());
			output.force();
		}
	}

	private Path home() throws IOException {
		// where only the lock was deleted the directory stays ours to the end, because
		// its batches are still to be delivered by this process
		OwnedDirectory last = this.own.isEmpty() ? null : this.own.get(this.own.size() - 1);
		if (last != null && last.isInPlace()) {
			return last.path();
		}
		if (last != null && !this.files.isDirectory(last.path())) {
			this.own.remove(last);
			last.close();
		}
		OwnedDirectory created = OwnedDirectory.create(this.directory, this.instance, this.destination, this.age,
				this.files);
		this.own.add(created);
		return created.path();
	}

	private void discard(Path file) {
		try {
			this.files.delete(file);
		}
		catch (IOException ex) {
			logger.debug("The file " + file + " is left as it is", ex);
		}
	}

	/**
	 * Read a batch back.
	 * @param batch where it lies
	 * @return the batch
	 * @throws CorruptBatchException if it is not there, not whole or not as it was
	 */
	Payload read(StoredBatch batch) throws CorruptBatchException {
		try {
			long size = this.files.size(batch.file());
			try (InputStream input = this.files.open(batch.file())) {
				byte[] header = input.readNBytes(SpoolFile.HEADER_LENGTH);
				byte[] body = new byte[SpoolFile.bodyLength(header, size)];
				if (input.readNBytes(body, 0, body.length) < body.length) {
					throw new CorruptBatchException(Reason.LENGTH);
				}
				return checked(SpoolFile.payload(header, body), batch);
			}
		}
		catch (NoSuchFileException ex) {
			throw new CorruptBatchException(Reason.MISSING, ex);
		}
		catch (IOException ex) {
			throw new CorruptBatchException(Reason.UNREADABLE, ex);
		}
	}

	private static Payload checked(Payload payload, StoredBatch batch) throws CorruptBatchException {
		// what was counted by the name must be what is delivered
		if (payload.points() != batch.points()) {
			throw new CorruptBatchException(Reason.CHECKSUM);
		}
		return payload;
	}

	/**
	 * Delete a batch, and the adopted directory whose last batch it was.
	 * @param batch where it lies
	 */
	void delete(StoredBatch batch) {
		try {
			// where somebody else has deleted it already it is done with as well
			this.files.delete(batch.file());
			this.adopted.deleted(batch);
		}
		catch (IOException ex) {
			if (this.undeletable.compareAndSet(false, true)) {
				logger.warn("A batch that is done with cannot be deleted from " + this.directory
						+ " and will be sent again after a restart; give the process write access to it (" + ex + ")");
			}
		}
	}

	/**
	 * Take over what processes left behind that have ended, as far as there is room for
	 * it. May be called again, for what did not fit and for those that end later.
	 * @param freeBatches how many batches fit
	 * @param freeBytes how many bytes fit
	 * @param empty whether nothing is held, so that one directory is taken even if it
	 * does not fit
	 * @return the batches of whole directories, in the order of their acceptance
	 */
	List<StoredBatch> adopt(int freeBatches, long freeBytes, boolean empty) {
		return this.adopted.adopt(freeBatches, freeBytes, empty);
	}

	/**
	 * Take over what nobody has taken over in time, whatever its destination, for it to
	 * be dropped.
	 * @param now the time, in milliseconds of the epoch
	 * @param age for how long batches are kept by those who do not say it
	 * @return the batches of directories in which all are older
	 */
	List<StoredBatch> adoptExpired(long now, Duration age) {
		return this.adopted.adoptExpired(now, age);
	}

	/**
	 * Leave everything that is not delivered to another process.
	 */
	@Override
	public synchronized void close() {
		List<OwnedDirectory> directories = new ArrayList<>(this.own);
		this.own.clear();
		this.closed = true;
		directories.addAll(this.adopted.close());
		directories.forEach(OwnedDirectory::release);
	}

}
