package dev.emp.metrics.export;

import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

import io.micrometer.core.instrument.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Holds batches in the order in which they were accepted, within limits, and keeps the
 * books: what was accepted is delivered, dropped, rejected, corrupt or held, at any time.
 * Batches lie in the spool; where there is none, or it cannot be written, in memory.
 */
final class DeliveryQueue implements Held {

	static final String FULL = "full";

	static final String EXPIRED = "expired";

	/** Of others, whose delivery says nothing of this one. */
	static final String UNCLAIMED = "unclaimed";

	/** Held while a file is written, so that files and batches have the same order. */
	private final ReentrantLock accepting = new ReentrantLock();

	private final HeldBatches batches = new HeldBatches();

	private final QueueGuard guard;

	private final Limits limits;

	private final Storage storage;

	private final DeliveryListener listener;

	private final DeliveryLog log;

	private final Clock clock;

	/** What the drainer is sending, which nobody else may drop meanwhile. */
	private @Nullable Batch inFlight;

	private boolean closed;

	DeliveryQueue(Limits limits, Storage storage, DeliveryListener listener, DeliveryLog log, Clock clock) {
		this.limits = limits;
		this.storage = storage;
		this.guard = new QueueGuard(this::tell, storage::delete);
		this.listener = listener;
		this.log = log;
		this.clock = clock;
	}

	/**
	 * Take a batch in. Returns once it is held, on the disk where there is a spool.
	 * @param payload what to deliver
	 * @param target where to
	 */
	void accept(Payload payload, Target target) {
		this.listener.accepted(payload.bytes().length);
		this.accepting.lock();
		try {
			StoredBatch file = store(payload);
			long now = this.clock.monotonicTime();
			add((file != null) ? Batch.inFile(file, target, now) : Batch.inMemory(payload, target, now));
		}
		finally {
			this.accepting.unlock();
		}
	}

	private @Nullable StoredBatch store(Payload payload) {
		long bytes = SpoolFile.length(payload);
		if (!this.storage.isDurable()) {
			return null;
		}
		if (bytes > this.limits.bytes(true)) {
			this.log.oversized(bytes);
			return null;
		}
		// nothing is dropped for a disk that takes nothing anyway
		if (this.storage.isWorking()) {
			this.guard.locked(() -> makeRoom(bytes, true));
		}
		return mayHaveRoom(bytes) ? this.storage.write(payload) : null;
	}

	private boolean mayHaveRoom(long bytes) {
		return this.guard.get(() -> {
			Batch kept = this.inFlight;
			return bytes + ((kept != null && kept.isOnDisk()) ? kept.bytes() : 0) <= this.limits.bytes(true);
		});
	}

	private void add(Batch batch) {
		this.guard.locked(() -> {
			dropExpired();
			this.guard.ledger().book(Result.ACCEPTED, "pushed", batch.points());
			if (batch.bytes() > this.limits.bytes(batch.isOnDisk())) {
				this.guard.ledger().book(Result.DROPPED, FULL, batch.points());
				return;
			}
			makeRoom(batch.bytes(), batch.isOnDisk());
			this.batches.addLast(batch);
			if (this.closed && !batch.isOnDisk()) {
				drop(batch, Result.DROPPED, "shutdown");
			}
			dropBeyondLimits();
			this.guard.signal();
		});
	}

	private void makeRoom(long bytes, boolean disk) {
		dropWhile(() -> this.batches.bytes(disk) + bytes > this.limits.bytes(disk),
				(batch) -> batch.isOnDisk() == disk);
	}

	/**
	 * The newest of all goes where everything else is in flight, or has gone already.
	 */
	private void dropBeyondLimits() {
		dropWhile(() -> this.batches.size() > this.limits.batches(), (batch) -> true);
		dropWhile(() -> this.batches.bytes(true) > this.limits.bytes(true), Batch::isOnDisk);
		dropWhile(() -> this.batches.bytes(false) > this.limits.bytes(false), (batch) -> !batch.isOnDisk());
	}

	private void dropWhile(BooleanSupplier exceeded, Predicate<Batch> wanted) {
		while (exceeded.getAsBoolean()) {
			Batch oldest = this.batches.first((batch) -> batch != this.inFlight && wanted.test(batch));
			if (oldest == null) {
				return;
			}
			drop(oldest, Result.DROPPED, FULL);
		}
	}

	private void dropExpired() {
		Batch oldest = this.batches.first();
		while (oldest != null && oldest != this.inFlight && age(oldest) > this.limits.age().toNanos()) {
			drop(oldest, Result.DROPPED, EXPIRED);
			oldest = this.batches.first();
		}
	}

	private long age(Batch batch) {
		return this.clock.monotonicTime() - batch.bornAt();
	}

	/**
	 * Take over what dead processes left behind. It goes out before what is held already.
	 * @return whether there is anything to send
	 */
	boolean restore() {
		List<StoredBatch> files = this.storage.adopt(this.limits.batches() - batches(),
				this.limits.bytes(true) - this.guard.get(() -> this.batches.bytes(true)), batches() == 0);
		if (!files.isEmpty()) {
			this.guard.locked(() -> {
				restored(files);
				dropExpired();
				dropBeyondLimits();
			});
		}
		List<StoredBatch> unclaimed = this.storage.adoptExpired(this.clock.wallTime(), this.limits.age());
		if (!unclaimed.isEmpty()) {
			this.guard.locked(() -> restored(unclaimed).forEach((batch) -> drop(batch, Result.DROPPED, UNCLAIMED)));
		}
		return !files.isEmpty();
	}

	private List<Batch> restored(List<StoredBatch> files) {
		List<Batch> restored = files.stream().map((file) -> Batch.restored(file, this.clock)).toList();
		this.batches.addFirst(restored);
		files.forEach((file) -> this.guard.ledger().book(Result.ACCEPTED, "restored", file.points()));
		return restored;
	}

	/**
	 * Wait for the batch whose turn it is. Until it is released or finished, nobody drops
	 * it.
	 * @param nanos how long to wait
	 * @return the batch, or null if none came
	 * @throws InterruptedException if the thread is interrupted
	 */
	@Nullable Batch take(long nanos) throws InterruptedException {
		this.guard.await(nanos, () -> this.batches.size() == 0 && !this.closed, () -> {
			dropExpired();
			this.inFlight = this.batches.first();
		});
		// nobody else sets it
		return this.inFlight;
	}

	/**
	 * Wait, until the queue is closed at most.
	 * @param nanos how long
	 * @throws InterruptedException if the thread is interrupted
	 */
	void pause(long nanos) throws InterruptedException {
		this.guard.await(nanos, () -> !this.closed, () -> {
		});
	}

	void release() {
		this.guard.locked(() -> this.inFlight = null);
	}

	Payload read(Batch batch) throws CorruptBatchException {
		return this.storage.read(batch);
	}

	/**
	 * Book what became of points of a batch.
	 * @param batch the batch
	 * @param result what became of them
	 * @param reason why
	 * @param count how many
	 */
	void settle(Batch batch, Result result, String reason, long count) {
		this.guard.locked(() -> this.guard.ledger().book(result, reason, this.batches.settle(batch, count)));
	}

	/**
	 * Book what became of the rest of a batch, and forget it.
	 * @param batch the batch
	 * @param result what became of it
	 * @param reason why
	 */
	void finish(Batch batch, Result result, String reason) {
		this.guard.locked(() -> {
			this.inFlight = null;
			drop(batch, result, reason);
		});
	}

	private void drop(Batch batch, Result result, String reason) {
		this.guard.ledger().book(result, reason, this.batches.settle(batch, batch.points()));
		if (this.batches.remove(batch)) {
			this.guard.delete(batch);
		}
	}

	/**
	 * End all waiting. What comes from now on is kept if it can be written.
	 */
	void close() {
		this.guard.locked(() -> {
			this.closed = true;
			this.guard.signal();
		});
	}

	/**
	 * Give up what is in memory alone, once nobody delivers any more.
	 */
	void abandonMemory() {
		this.guard.locked(() -> {
			this.inFlight = null;
			this.batches.all((batch) -> !batch.isOnDisk()).forEach((batch) -> drop(batch, Result.DROPPED, "shutdown"));
		});
	}

	void retried(String reason) {
		this.listener.retried(reason);
	}

	private void tell(Ledger.Entry entry, long count) {
		this.listener.points(entry.result(), entry.reason(), count);
		this.log.gaveUp(entry.reason(), count);
	}

	Totals totals() {
		return this.guard.get(() -> this.guard.ledger().totals(this.batches.points()));
	}

	@Override
	public long points() {
		return this.guard.get(this.batches::points);
	}

	@Override
	public long bytes() {
		return this.guard.get(() -> this.batches.bytes(true) + this.batches.bytes(false));
	}

	@Override
	public int batches() {
		return this.guard.get(this.batches::size);
	}

	@Override
	public double oldestAgeSeconds() {
		return this.guard.get(() -> {
			Batch oldest = this.batches.first();
			return (oldest != null) ? age(oldest) / 1e9 : 0.0;
		});
	}

}
