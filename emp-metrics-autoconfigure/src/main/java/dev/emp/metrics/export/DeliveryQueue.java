package dev.emp.metrics.export;

import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;

import io.micrometer.core.instrument.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Holds batches in the order in which they were accepted, within limits, and keeps the
 * books: what was accepted is delivered, dropped, rejected, corrupt or held, at any time.
 * Batches lie in the spool; where there is none, or it cannot be written, in memory.
 */
final class DeliveryQueue implements Held {

	/** Held while a file is written, so that files and batches have the same order. */
	private final ReentrantLock accepting = new ReentrantLock();

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final HeldBatches batches = new HeldBatches();

	private final Ledger ledger = new Ledger();

	private final Limits limits;

	private final Storage storage;

	private final DeliveryListener listener;

	private final Clock clock;

	/** What the drainer is sending, which nobody else may drop meanwhile. */
	private @Nullable Batch inFlight;

	private boolean closed;

	DeliveryQueue(Limits limits, Storage storage, DeliveryListener listener, Clock clock) {
		this.limits = limits;
		this.storage = storage;
		this.listener = listener;
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
			long bytes = (long) SpoolFile.HEADER_LENGTH + payload.bytes().length;
			if (bytes <= this.limits.bytes(true)) {
				locked(() -> makeRoom(bytes, true));
			}
			StoredBatch file = (bytes <= this.limits.bytes(true)) ? this.storage.write(payload) : null;
			long now = this.clock.monotonicTime();
			add((file != null) ? Batch.inFile(file, target, now) : Batch.inMemory(payload, target, now));
		}
		finally {
			this.accepting.unlock();
		}
	}

	private void add(Batch batch) {
		locked(() -> {
			dropExpired();
			makeRoom(batch.bytes(), batch.isOnDisk());
			this.ledger.book(Result.ACCEPTED, "pushed", batch.points());
			this.batches.addLast(batch);
			if (this.closed && !batch.isOnDisk()) {
				drop(batch, Result.DROPPED, "shutdown");
			}
			dropBeyondLimits();
			this.changed.signalAll();
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
			drop(oldest, Result.DROPPED, "full");
		}
	}

	private void dropExpired() {
		Batch oldest = this.batches.first();
		while (oldest != null && oldest != this.inFlight && age(oldest) > this.limits.age().toNanos()) {
			drop(oldest, Result.DROPPED, "expired");
			oldest = this.batches.first();
		}
	}

	private long age(Batch batch) {
		return this.clock.monotonicTime() - batch.bornAt();
	}

	/**
	 * Take over what dead processes left behind. It goes out before what is held already.
	 * @return whether there was anything
	 */
	boolean restore() {
		List<StoredBatch> files = this.storage.adopt();
		if (files.isEmpty()) {
			return false;
		}
		locked(() -> {
			this.batches.addFirst(files.stream().map((file) -> Batch.restored(file, this.clock)).toList());
			files.forEach((file) -> this.ledger.book(Result.ACCEPTED, "restored", file.points()));
			dropExpired();
			dropBeyondLimits();
		});
		return true;
	}

	/**
	 * Wait for the batch whose turn it is. Until it is released or finished, nobody drops
	 * it.
	 * @param nanos how long to wait
	 * @return the batch, or null if none came
	 * @throws InterruptedException if the thread is interrupted
	 */
	@Nullable Batch take(long nanos) throws InterruptedException {
		this.lock.lockInterruptibly();
		try {
			long left = nanos;
			while (this.batches.size() == 0 && left > 0 && !this.closed) {
				left = this.changed.awaitNanos(left);
			}
			dropExpired();
			this.inFlight = this.batches.first();
			return this.inFlight;
		}
		finally {
			unlock();
		}
	}

	/**
	 * Wait, until the queue is closed at most.
	 * @param nanos how long
	 * @throws InterruptedException if the thread is interrupted
	 */
	void pause(long nanos) throws InterruptedException {
		this.lock.lockInterruptibly();
		try {
			long left = nanos;
			while (left > 0 && !this.closed) {
				left = this.changed.awaitNanos(left);
			}
		}
		finally {
			unlock();
		}
	}

	void release() {
		locked(() -> this.inFlight = null);
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
		locked(() -> this.ledger.book(result, reason, this.batches.settle(batch, count)));
	}

	/**
	 * Book what became of the rest of a batch, and forget it.
	 * @param batch the batch
	 * @param result what became of it
	 * @param reason why
	 */
	void finish(Batch batch, Result result, String reason) {
		locked(() -> {
			this.inFlight = null;
			drop(batch, result, reason);
		});
	}

	private void drop(Batch batch, Result result, String reason) {
		this.ledger.book(result, reason, this.batches.settle(batch, batch.points()));
		if (this.batches.remove(batch)) {
			this.storage.delete(batch);
		}
	}

	/**
	 * End all waiting. What comes from now on is kept if it can be written.
	 */
	void close() {
		locked(() -> {
			this.closed = true;
			this.changed.signalAll();
		});
	}

	/**
	 * Give up what is in memory alone, once nobody delivers any more.
	 */
	void abandonMemory() {
		locked(() -> {
			this.inFlight = null;
			this.batches.all((batch) -> !batch.isOnDisk()).forEach((batch) -> drop(batch, Result.DROPPED, "shutdown"));
		});
	}

	void retried(String reason) {
		this.listener.retried(reason);
	}

	private void locked(Runnable change) {
		this.lock.lock();
		try {
			change.run();
		}
		finally {
			unlock();
		}
	}

	private void unlock() {
		List<Ledger.Entry> unheard = this.ledger.takeUnheard();
		this.lock.unlock();
		unheard.forEach((entry) -> this.listener.points(entry.result(), entry.reason(), entry.points()));
	}

	private <T> T get(Function<HeldBatches, T> value) {
		this.lock.lock();
		try {
			return value.apply(this.batches);
		}
		finally {
			this.lock.unlock();
		}
	}

	Totals totals() {
		return get((held) -> this.ledger.totals(held.points()));
	}

	@Override
	public long points() {
		return get(HeldBatches::points);
	}

	@Override
	public long bytes() {
		return get((held) -> held.bytes(true) + held.bytes(false));
	}

	@Override
	public int batches() {
		return get(HeldBatches::size);
	}

	@Override
	public double oldestAgeSeconds() {
		return get((held) -> (held.first() != null) ? age(held.first()) / 1e9 : 0.0);
	}

}
