package dev.emp.metrics.export;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Where payloads lie: in the spool if there is one and it can be written, otherwise with
 * their batches in memory.
 */
final class Storage {

	private final @Nullable DiskSpool spool;

	private final DeliveryLog log;

	/** Whether the last attempt to write succeeded. */
	private volatile boolean working = true;

	private volatile boolean closed;

	Storage(@Nullable DiskSpool spool, DeliveryLog log) {
		this.spool = spool;
		this.log = log;
	}

	boolean isDurable() {
		return this.spool != null;
	}

	boolean isWorking() {
		return this.working;
	}

	@Nullable StoredBatch write(Payload payload) {
		if (this.spool == null || this.closed) {
			return null;
		}
		try {
			StoredBatch file = this.spool.write(payload);
			this.working = true;
			this.log.spoolWorks();
			return file;
		}
		catch (IOException | RuntimeException ex) {
			this.working = false;
			this.log.spoolFails(ex);
			return null;
		}
	}

	/**
	 * Read what is to be sent of a batch.
	 * @param batch the batch
	 * @return the payload
	 * @throws CorruptBatchException if its file cannot be read
	 */
	Payload read(Batch batch) throws CorruptBatchException {
		StoredBatch file = batch.file();
		if (this.spool != null && file != null) {
			return this.spool.read(file);
		}
		return Objects.requireNonNull(batch.payload());
	}

	void delete(Batch batch) {
		StoredBatch file = batch.file();
		// what could not be read may be read by the next process
		if (!batch.isUnreadable() && this.spool != null && file != null) {
			this.spool.delete(file);
		}
	}

	/**
	 * Take over what was left for this destination, as far as there is room for it, and
	 * what nobody took over in time, whatever its destination was.
	 * @param freeBatches how many batches fit
	 * @param freeBytes how many bytes fit
	 * @param empty whether nothing is held
	 * @param expired the time before which all is too old, in milliseconds of the epoch
	 * @return the batches, those that are too old first
	 */
	List<StoredBatch> adopt(int freeBatches, long freeBytes, boolean empty, long expired) {
		if (this.spool == null) {
			return List.of();
		}
		List<StoredBatch> batches = new ArrayList<>(this.spool.adoptExpired(expired));
		batches.addAll(this.spool.adopt(freeBatches, freeBytes, empty));
		return batches;
	}

	void close() {
		this.closed = true;
		if (this.spool != null) {
			this.spool.close();
		}
	}

}
