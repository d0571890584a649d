package dev.emp.metrics.support;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The sum of what several things have counted, such as the devices that one container
 * uses, as a count of its own: it begins with what they have counted at the first look,
 * and then grows by the {@link Growth} of each. A thing that comes brings nothing of what
 * it counted before, one that goes takes nothing away, and a number that cannot be costs
 * that of its thing alone. Not safe for use by several threads.
 */
public final class GrownSum {

	/** Looks for which a thing may be away and then counts on from where it was. */
	private static final int PATIENCE = 3;

	private final Map<Object, Member> members = new HashMap<>();

	private final double mostPerSecond;

	private final LongSupplier time;

	private double sum;

	private boolean started;

	/**
	 * Create a sum of things that were not looked at yet.
	 * @param mostPerSecond how much each of them can count in a second
	 */
	public GrownSum(double mostPerSecond) {
		this(mostPerSecond, System::nanoTime);
	}

	GrownSum(double mostPerSecond, LongSupplier time) {
		this.mostPerSecond = mostPerSecond;
		this.time = time;
	}

	/**
	 * Note what a thing has counted.
	 * @param thing the thing, by its identity; what is noted of it several times adds up
	 * @param count how much, NaN where that is not known
	 */
	public void add(Object thing, double count) {
		note(thing, count, true);
	}

	/**
	 * Note what a thing has counted that is not part of the sum, so that its growth is
	 * known once it is.
	 * @param thing the thing, by its identity
	 * @param count how much, NaN where that is not known
	 */
	public void watch(Object thing, double count) {
		note(thing, count, false);
	}

	private void note(Object thing, double count, boolean counts) {
		Member member = this.members.get(thing);
		if (member == null) {
			member = new Member();
			this.members.put(thing, member);
		}
		member.reading[0] = member.there ? member.reading[0] + count : count;
		member.there = true;
		member.counts = counts;
	}

	/**
	 * End a look, to which all belongs that was noted since the last.
	 * @return the sum, or NaN where nothing is known of any thing
	 */
	public double next() {
		long now = this.time.getAsLong();
		boolean known = false;
		double before = 0;
		Iterator<Member> all = this.members.values().iterator();
		while (all.hasNext()) {
			Member member = all.next();
			if (member.there && Growth.isCount(member.reading[0])) {
				member.growth.next(member.reading, this.mostPerSecond, now);
				if (member.counts) {
					known = true;
					before += member.reading[0];
					this.sum += member.growth.of(0);
				}
			}
			member.away = member.there ? 0 : member.away + 1;
			member.there = false;
			if (member.away >= PATIENCE) {
				all.remove();
			}
		}
		if (known && !this.started) {
			this.sum = before;
			this.started = true;
		}
		return known ? this.sum : Double.NaN;
	}

	/**
	 * A thing that was there at the last look, or shortly before.
	 */
	private static final class Member {

		private final Growth growth = new Growth(1);

		private final double[] reading = new double[1];

		private boolean there;

		private boolean counts;

		private int away;

	}

}
