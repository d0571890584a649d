package dev.emp.metrics.support;

import java.util.List;
import java.util.Random;

/**
 * A device of {@link GrowthModelTests}: what it counts, what it reports, and what a total
 * has to show of it.
 */
final class ModelDevice {

	final int id;

	final boolean bounded;

	private final boolean narrow;

	private double count;

	/** All that it ever counted, whatever it reports. */
	private double lifetime;

	String name;

	private String seenAt = "";

	int away;

	/** Clean readings that are needed before the next fault. */
	private int calm;

	private int zeros;

	double reported;

	private boolean clean;

	boolean isNew;

	private double good;

	/** The last reading below the last good one, of which it is open what it is. */
	private double low = Double.NaN;

	private double seenFrom;

	double expected;

	double truth;

	ModelDevice(int id, String name, Random random) {
		this.id = id;
		this.name = name;
		this.bounded = random.nextBoolean();
		this.narrow = random.nextInt(4) == 0;
		this.count = this.narrow ? (1L << 32) - 1 - random.nextInt(100_000)
				: Math.floor(Math.pow(10, 12 * random.nextDouble()));
	}

	void arrive() {
		if (this.away >= GrowthModelTests.PATIENCE + 1 || !this.name.equals(this.seenAt)) {
			this.isNew = true;
			this.calm = 2;
			this.zeros = 0;
		}
		this.away = 0;
		this.seenAt = this.name;
	}

	void grow(Random random) {
		double grown = 1 + random.nextInt(GrowthModelTests.MOST_PER_LOOK - 1);
		this.lifetime += grown;
		this.count += grown;
		if (this.narrow && this.count >= 1L << 32) {
			this.count -= 1L << 32;
			this.calm = Math.max(this.calm, 2);
		}
	}

	void report(Random random) {
		this.clean = false;
		int fault = random.nextInt(20);
		if (!this.isNew && fault == 0) {
			this.reported = List.of(Double.NaN, -1.0, 1.9e19, Double.POSITIVE_INFINITY).get(random.nextInt(4));
		}
		else if (this.zeros > 0) {
			this.zeros--;
			this.reported = 0;
		}
		else if (this.calm > 0 || fault > 7) {
			this.clean = true;
			this.reported = this.count;
			this.calm--;
		}
		else {
			misreport(random, fault);
		}
	}

	private void misreport(Random random, int fault) {
		this.calm = 2;
		if (fault <= 2) {
			this.zeros = random.nextInt(3);
			this.reported = 0;
		}
		else if (fault <= 4) {
			this.reported = Math.floor((this.good - 1) * random.nextDouble());
		}
		else if (fault <= 6 && this.bounded) {
			this.reported = this.count + 100.0 * GrowthModelTests.MOST_PER_LOOK
					+ Math.floor(1e12 * random.nextDouble());
		}
		else {
			this.count = random.nextInt(GrowthModelTests.MOST_PER_LOOK);
			this.lifetime += this.count;
			this.clean = true;
			this.calm = 1;
			this.reported = this.count;
		}
	}

	void judge() {
		if (this.isNew) {
			this.isNew = false;
			this.low = Double.NaN;
			this.good = this.reported;
			this.seenFrom = this.lifetime;
		}
		else if (Growth.isCount(this.reported)) {
			judgeReadable();
		}
		this.truth = this.lifetime - this.seenFrom;
	}

	private void judgeReadable() {
		boolean fromThere = this.clean && this.reported > this.low;
		if (this.reported < this.good && !fromThere) {
			this.low = this.reported;
		}
		else if (this.clean) {
			this.expected += this.reported - ((this.reported < this.good) ? this.low : this.good);
			this.good = this.reported;
			this.low = Double.NaN;
		}
		else {
			this.low = Double.NaN;
		}
	}

}
