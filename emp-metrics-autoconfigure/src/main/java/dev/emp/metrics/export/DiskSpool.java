package dev.emp.metrics.export;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

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

	private final List<OwnedDirectory> own = new ArrayList<>();

	private final Map<Path, Adopted> adopted = new HashMap<>();

	private final AtomicBoolean undeletable = new AtomicBoolean();

	private long sequence;

	private volatile boolean closed;

	DiskSpool(Path directory, String instance, SpoolFiles files) {
		this.directory = directory.toAbsolutePath();
		this.instance = instance;
		this.files = files;
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
		return new StoredBatch(file, name.points(), (long) SpoolFile.HEADER_LENGTH + payload.bytes().length,
				name.acceptedAt());
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
		OwnedDirectory created = OwnedDirectory.create(this.directory, this.instance, this.files);
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
			if (this.files.delete(batch.file())) {
				deleted(batch.directory());
			}
		}
		catch (IOException ex) {
			if (this.undeletable.compareAndSet(false, true)) {
				logger.warn("A batch that is done with cannot be deleted from " + this.directory
						+ " and will be sent again after a restart; give the process write access to it (" + ex + ")");
			}
		}
	}

	private void deleted(@Nullable Path parent) {
		Adopted directory;
		synchronized (this.adopted) {
			directory = this.adopted.get(parent);
			if (directory == null || --directory.batches > 0) {
				return;
			}
			this.adopted.remove(parent);
		}
		directory.directory.release();
	}

	/**
	 * Take over what processes left behind that have ended. May be called again, for
	 * those that end later.
	 * @return their batches, in the order of their acceptance
	 */
	List<StoredBatch> adopt() {
		List<List<StoredBatch>> found = new ArrayList<>();
		for (Path candidate : candidates()) {
			List<StoredBatch> batches = adopt(candidate);
			if (!batches.isEmpty()) {
				found.add(batches);
			}
		}
		found.sort(Comparator.comparingLong((batches) -> batches.get(0).acceptedAt()));
		return (found.size() == 1) ? found.get(0) : found.stream().flatMap(List::stream).toList();
	}

	private List<Path> candidates() {
		List<Path> candidates = new ArrayList<>();
		try {
			this.files.list(this.directory, (entry) -> {
				if (entry.kind() == SpoolFiles.Kind.DIRECTORY && OwnedDirectory.isName(entry.name())) {
					candidates.add(entry.path());
				}
			});
		}
		catch (IOException ex) {
			logger.debug("There is nothing to take over from " + this.directory, ex);
		}
		return candidates;
	}

	private List<StoredBatch> adopt(Path candidate) {
		OwnedDirectory taken = null;
		try {
			taken = OwnedDirectory.takeOver(candidate, this.files);
			if (taken == null) {
				return List.of();
			}
			List<StoredBatch> batches = taken.batches();
			if (keep(taken, batches.size())) {
				taken = null;
				return batches;
			}
		}
		catch (IOException ex) {
			logger.debug("The directory " + candidate + " cannot be taken over", ex);
		}
		finally {
			if (taken != null) {
				taken.release();
			}
		}
		return List.of();
	}

	private boolean keep(OwnedDirectory taken, int batches) {
		synchronized (this.adopted) {
			if (this.closed || batches == 0) {
				return false;
			}
			this.adopted.put(taken.path(), new Adopted(taken, batches));
			return true;
		}
	}

	/**
	 * Leave everything that is not delivered to another process.
	 */
	@Override
	public synchronized void close() {
		List<OwnedDirectory> directories = new ArrayList<>(this.own);
		this.own.clear();
		synchronized (this.adopted) {
			this.closed = true;
			this.adopted.values().forEach((directory) -> directories.add(directory.directory));
			this.adopted.clear();
		}
		directories.forEach(OwnedDirectory::release);
	}

	/**
	 * A directory that was taken over, until its last batch is deleted.
	 */
	private static final class Adopted {

		private final OwnedDirectory directory;

		private int batches;

		Adopted(OwnedDirectory directory, int batches) {
			this.directory = directory;
			this.batches = batches;
		}

	}

}
