package dev.emp.metrics.job;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The runs of one series that have not ended. Entering and leaving take a free slot of a
 * table without a lock and without garbage; only growing the table locks. Readers walk
 * the table, so a count is never negative and cannot drift.
 */
final class LiveRuns {

	private static final int FIRST_BITS = 5;

	private static final int FIRST = 1 << FIRST_BITS;

	private static final int PROBES = 8;

	/** Odd, so that a probe sequence meets every slot of a power-of-two chunk. */
	private static final int STRIDE = 11;

	/** Chunk 0 holds {@value #FIRST} slots, each further one as many as all before it. */
	private volatile Chunk[] chunks = { new Chunk(0, FIRST) };

	LiveRuns() {
		// the first use of a method takes memory, which the first run to end may not find
		remove(add(JobRun.NONE));
	}

	/**
	 * Enter a run.
	 * @param run the run
	 * @return the slot, to be given to {@link #remove(int)}
	 */
	int add(JobRun run) {
		// random, since one thread may start many runs that other threads end
		int hint = ThreadLocalRandom.current().nextInt();
		while (true) {
			Chunk[] current = this.chunks;
			for (Chunk chunk : current) {
				int slot = chunk.claim(run, hint);
				if (slot >= 0) {
					return slot;
				}
			}
			grow(current);
		}
	}

	void remove(int slot) {
		Chunk[] current = this.chunks;
		int index = (slot < FIRST) ? 0 : (Integer.SIZE - FIRST_BITS) - Integer.numberOfLeadingZeros(slot);
		Chunk chunk = current[index];
		chunk.slots.setRelease(slot - chunk.base, null);
	}

	void forEach(Consumer<JobRun> consumer) {
		for (Chunk chunk : this.chunks) {
			for (int i = 0; i < chunk.slots.length(); i++) {
				JobRun run = chunk.slots.get(i);
				if (run != null) {
					consumer.accept(run);
				}
			}
		}
	}

	boolean any(Predicate<JobRun> wanted) {
		boolean[] found = new boolean[1];
		forEach((run) -> found[0] = found[0] || wanted.test(run));
		return found[0];
	}

	int count() {
		int[] count = new int[1];
		forEach((run) -> count[0]++);
		return count[0];
	}

	private synchronized void grow(Chunk[] seen) {
		if (this.chunks.length == seen.length) {
			Chunk[] grown = new Chunk[seen.length + 1];
			System.arraycopy(seen, 0, grown, 0, seen.length);
			int size = FIRST << (seen.length - 1);
			grown[seen.length] = new Chunk(size, size);
			this.chunks = grown;
		}
	}

	/**
	 * Whether a thread waits in {@code System.exit} for the JVM to end.
	 * @param thread the thread
	 * @return whether it is there now
	 */
	static boolean isExiting(Thread thread) {
		return Stream.of(thread.getStackTrace())
			.anyMatch((frame) -> frame.getClassName().equals("java.lang.Runtime")
					&& frame.getMethodName().equals("exit"));
	}

	/**
	 * A fixed part of the table.
	 */
	private static final class Chunk {

		private final int base;

		private final AtomicReferenceArray<JobRun> slots;

		Chunk(int base, int size) {
			this.base = base;
			this.slots = new AtomicReferenceArray<>(size);
		}

		int claim(JobRun run, int hint) {
			int mask = this.slots.length() - 1;
			for (int probe = 0; probe < PROBES; probe++) {
				int index = (hint + probe * STRIDE) & mask;
				if (this.slots.getPlain(index) == null && this.slots.compareAndSet(index, null, run)) {
					return this.base + index;
				}
			}
			return -1;
		}

	}

}
