package dev.emp.metrics.export;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.Clock;
import org.jspecify.annotations.Nullable;

/**
 * A batch that is held: in memory, or in a file that is read when its turn comes. The
 * queue changes it under its lock, but for the parts, which only the drainer knows.
 */
final class Batch {

	private static final int READS = 5;

	private final @Nullable Target target;

	private final @Nullable Payload payload;

	private final @Nullable StoredBatch file;

	/** In nanoseconds of the monotonic clock, which nobody sets back. */
	private final long bornAt;

	/**
	 * What is left of a batch that was too large. In memory alone: after a restart the
	 * file is sent from the start again.
	 */
	private final Deque<Payload> parts = new ArrayDeque<>();

	private boolean partDelivered;

	private boolean unauthorized;

	private long points;

	private final AtomicInteger failedReads = new AtomicInteger();

	private Batch(@Nullable Target target, @Nullable Payload payload, @Nullable StoredBatch file, long points,
			long bornAt) {
		this.target = target;
		this.payload = payload;
		this.file = file;
		this.points = points;
		this.bornAt = bornAt;
	}

	static Batch inMemory(Payload payload, Target target, long now) {
		return new Batch(target, payload, null, payload.points(), now);
	}

	static Batch inFile(StoredBatch file, Target target, long now) {
		return new Batch(target, null, file, file.points(), now);
	}

	/**
	 * A batch that an earlier process left behind. It goes where its lane sends to.
	 * @param file where it lies
	 * @param clock tells its age; if it was set back meanwhile, the batch is new
	 * @return the batch
	 */
	static Batch restored(StoredBatch file, Clock clock) {
		long age = TimeUnit.MILLISECONDS.toNanos(Math.max(0, clock.wallTime() - file.acceptedAt()));
		return new Batch(null, null, file, file.points(), clock.monotonicTime() - age);
	}

	@Nullable Target target() {
		return this.target;
	}

	@Nullable Payload payload() {
		return this.payload;
	}

	@Nullable StoredBatch file() {
		return this.file;
	}

	Deque<Payload> parts() {
		return this.parts;
	}

	/**
	 * Note that the receiver took a part. Only the drainer does.
	 */
	void deliveredPart() {
		this.partDelivered = true;
	}

	boolean isPartDelivered() {
		return this.partDelivered;
	}

	/**
	 * Note that the receiver does not accept the token. Only the drainer does.
	 */
	void unauthorized() {
		this.unauthorized = true;
	}

	boolean isUnauthorized() {
		return this.unauthorized;
	}

	boolean isOnDisk() {
		return this.file != null;
	}

	long bytes() {
		if (this.file != null) {
			return this.file.bytes();
		}
		return (this.payload != null) ? this.payload.bytes().length : 0;
	}

	long points() {
		return this.points;
	}

	/**
	 * Take points off that came to a result.
	 * @param wanted how many
	 * @return how many of them there were
	 */
	long settle(long wanted) {
		long settled = Math.max(0, Math.min(wanted, this.points));
		this.points -= settled;
		return settled;
	}

	/**
	 * Note that the file could not be read. Only the drainer does.
	 * @return whether it is worth another attempt
	 */
	boolean failedRead() {
		return this.failedReads.incrementAndGet() < READS;
	}

	boolean isUnreadable() {
		return this.failedReads.get() >= READS;
	}

	long bornAt() {
		return this.bornAt;
	}

}
