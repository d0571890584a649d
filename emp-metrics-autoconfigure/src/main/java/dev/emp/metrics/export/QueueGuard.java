package dev.emp.metrics.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import java.util.function.Supplier;

/**
 * The lock of a queue, and what is put off until it is free: nobody waits for the disk or
 * for those who hear of the entries.
 */
final class QueueGuard {

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final Ledger ledger = new Ledger();

	private final ObjLongConsumer<Ledger.Entry> entries;

	private final Consumer<Batch> deletions;

	private List<Batch> removed = new ArrayList<>();

	/**
	 * Create it.
	 * @param entries hears of what was booked
	 * @param deletions deletes the files of what was removed
	 */
	QueueGuard(ObjLongConsumer<Ledger.Entry> entries, Consumer<Batch> deletions) {
		this.entries = entries;
		this.deletions = deletions;
	}

	Ledger ledger() {
		return this.ledger;
	}

	void delete(Batch batch) {
		this.removed.add(batch);
	}

	void signal() {
		this.changed.signalAll();
	}

	void locked(Runnable change) {
		this.lock.lock();
		try {
			change.run();
		}
		finally {
			unlock();
		}
	}

	<T> T get(Supplier<T> value) {
		this.lock.lock();
		try {
			return value.get();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Wait as long as a condition holds, looked at anew with each signal.
	 * @param nanos how long at most
	 * @param condition what to wait for the end of
	 * @param then what to do afterwards, under the lock
	 * @throws InterruptedException if the thread is interrupted
	 */
	void await(long nanos, BooleanSupplier condition, Runnable then) throws InterruptedException {
		this.lock.lockInterruptibly();
		try {
			long left = nanos;
			while (left > 0 && condition.getAsBoolean()) {
				left = this.changed.awaitNanos(left);
			}
			then.run();
		}
		finally {
			unlock();
		}
	}

	private void unlock() {
		Map<Ledger.Entry, Long> unheard = Map.of();
		List<Batch> gone = List.of();
		try {
			unheard = this.ledger.takeUnheard();
			gone = this.removed;
			this.removed = gone.isEmpty() ? gone : new ArrayList<>();
		}
		finally {
			this.lock.unlock();
		}
		unheard.forEach(this.entries::accept);
		gone.forEach(this.deletions);
	}

}
