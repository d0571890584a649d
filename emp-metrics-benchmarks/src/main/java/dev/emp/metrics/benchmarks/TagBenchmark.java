package dev.emp.metrics.benchmarks;

import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

import dev.emp.metrics.support.BoundedTags;

/**
 * One look-up of a tag value: below the limit, at it, and a value beyond it, of which an
 * attacker may have many.
 */
@State(Scope.Benchmark)
public class TagBenchmark {

	private static final int LIMIT = 100;

	private static final int MASK = 1023;

	private final LongAdder overflow = new LongAdder();

	private final BoundedTags below = filled(LIMIT / 2);

	private final BoundedTags full = filled(LIMIT);

	private final String[] known = values("priority-", LIMIT / 2);

	private final String[] hostile = values("hostile-", Integer.MAX_VALUE);

	@Benchmark
	public String belowLimit(Cursor cursor) {
		return this.below.bound(this.known[cursor.next()]);
	}

	@Benchmark
	public String atLimit(Cursor cursor) {
		return this.full.bound(this.known[cursor.next()]);
	}

	@Benchmark
	public String beyondLimit(Cursor cursor) {
		return this.full.bound(this.hostile[cursor.next()]);
	}

	private BoundedTags filled(int count) {
		BoundedTags tags = new BoundedTags(LIMIT, this.overflow::increment);
		IntStream.range(0, count).forEach((i) -> tags.bound("priority-" + i));
		return tags;
	}

	private static String[] values(String prefix, int distinct) {
		return IntStream.rangeClosed(0, MASK).mapToObj((i) -> prefix + (i % distinct)).toArray(String[]::new);
	}

	/**
	 * Leads each thread through the values.
	 */
	@State(Scope.Thread)
	public static class Cursor {

		private int position;

		int next() {
			this.position = (this.position + 1) & MASK;
			return this.position;
		}

	}

}
