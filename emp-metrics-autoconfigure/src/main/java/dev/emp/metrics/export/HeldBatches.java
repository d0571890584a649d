package dev.emp.metrics.export;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Batches in the order in which they go out, and what they add up to. Guarded by the lock
 * of the queue.
 */
final class HeldBatches {

	private final Deque<Batch> batches = new ArrayDeque<>();

	private long points;

	private long diskBytes;

	private long memoryBytes;

	void addLast(Batch batch) {
		this.batches.addLast(batch);
		count(batch, 1);
	}

	void addFirst(List<Batch> older) {
		for (int i = older.size() - 1; i >= 0; i--) {
			this.batches.addFirst(older.get(i));
			count(older.get(i), 1);
		}
	}

	boolean remove(Batch batch) {
		// from the first on, where it nearly always is
		for (Iterator<Batch> iterator = this.batches.iterator(); iterator.hasNext();) {
			if (iterator.next() == batch) {
				iterator.remove();
				count(batch, -1);
				return true;
			}
		}
		return false;
	}

	long settle(Batch batch, long count) {
		long settled = batch.settle(count);
		this.points -= settled;
		return settled;
	}

	private void count(Batch batch, int sign) {
		this.points += sign * batch.points();
		if (batch.isOnDisk()) {
			this.diskBytes += sign * batch.bytes();
		}
		else {
			this.memoryBytes += sign * batch.bytes();
		}
	}

	@Nullable Batch first() {
		return this.batches.peekFirst();
	}

	@Nullable Batch first(Predicate<Batch> wanted) {
		return this.batches.stream().filter(wanted).findFirst().orElse(null);
	}

	List<Batch> all(Predicate<Batch> wanted) {
		return this.batches.stream().filter(wanted).toList();
	}

	int size() {
		return this.batches.size();
	}

	long points() {
		return this.points;
	}

	long bytes(boolean disk) {
		return disk ? this.diskBytes : this.memoryBytes;
	}

}
