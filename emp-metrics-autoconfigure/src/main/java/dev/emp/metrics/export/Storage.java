package dev.emp.metrics.export;

import java.io.IOException;
import java.time.Duration;
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
	 * Take over what was left for this destination, as far as there is room for it.
	 * @param freeBatches how many batches fit
	 * @param freeBytes how many bytes fit
	 * @param empty whether nothing is held
	 * @return the batches
	 */
	List<StoredBatch> adopt(int freeBatches, long freeBytes, boolean empty) {
		return (this.spool != null) ? this.spool.adopt(freeBatches, freeBytes, empty) : List.of();
	}

	/**
	 * Take over what nobody took over in time, whatever its destination was.
	 * @param now the time, in milliseconds of the epoch
	 * @param age for how long batches are kept by those who do not say it
	 * @return the batches, for them to be dropped
	 */
	List<StoredBatch> adoptExpired(long now, Duration age) {
		return (this.spool != null) ? this.spool.adoptExpired(now, age) : List.of();
	}

	void close() {
		this.closed = true;
		if (this.spool != null) {
			this.spool.close();
		}
	}

}
