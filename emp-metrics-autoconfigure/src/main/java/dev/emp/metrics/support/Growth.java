package dev.emp.metrics.support;

import java.util.Arrays;

/**
 * How much one thing counted between two looks at it, in one number or in several that
 * belong together. A reading that goes back, or grows faster than the thing can, gives no
 * growth, and the next one decides: either the reading was false, and all that came since
 * the last good one is growth, or the thing counts on from there, since it began anew or
 * is another. So what was counted before never is growth. Not safe for use by several
 * threads.
 */
public final class Growth {

	/** For what has no bound. */
	public static final double UNBOUNDED = Double.POSITIVE_INFINITY;

	/** The kernel and drivers count in 64 bits, of which the last is never reached. */
	private static final double LARGEST = 0x1p63;

	/** How exactly it is known when a reading was made. */
	private static final double SECOND = 1e9;

	/**
	 * Part of the total growth by which single columns may go back; the kernel does so
	 * with iowait.
	 */
	private static final double TOLERANCE = 0.1;

	/** Looks in which a source may show again what it has read before. */
	private static final int PATIENCE = 3;

	/** The most that was counted. */
	private final double[] base;

	/** The last good reading, of which a number may be below its base. */
	private final double[] last;

	private final double[] held;

	private final double[] grown;

	private long lastAt;

	private long heldAt;

	private long elapsed;

	private int still;

	private boolean started;

	private boolean holds;

	/** Whether what is held is ahead of the last good reading, and not behind it. */
	private boolean ahead;

	/**
	 * Create it for a thing that was not looked at yet.
	 * @param columns how many numbers a reading has
	 */
	public Growth(int columns) {
		this.base = new double[columns];
		this.last = new double[columns];
		this.held = new double[columns];
		this.grown = new double[columns];
	}

	/**
	 * Whether a number is one that something may have counted.
	 * @param number the number
	 * @return false for NaN, for what is negative and for what is too large
	 */
	public static boolean isCount(double number) {
		return number >= 0 && number <= LARGEST;
	}

	/**
	 * Take the next reading. One with a number that is no count changes nothing.
	 * @param reading what the thing has counted so far, which is copied
	 * @param mostPerSecond how much all numbers together can grow in a second, of which
	 * looks that follow each other closely have one more
	 * @param nanos monotonic time, in nanoseconds
	 * @return whether the growth is known: not of the first reading, nor of one that is
	 * not believed yet
	 */
	public boolean next(double[] reading, double mostPerSecond, long nanos) {
		Arrays.fill(this.grown, 0);
		for (double number : reading) {
			if (!isCount(number)) {
				return false;
			}
		}
		if (!this.started) {
			start(reading, nanos);
			return false;
		}
		boolean good = follows(this.last, reading, mostPerSecond, nanos - this.lastAt);
		boolean goesOn = this.holds && follows(this.held, reading, mostPerSecond, nanos - this.heldAt);
		if (goesOn && (this.ahead || !good)) {
			// what stands still tells nothing: a false 0 may come twice
			if (Arrays.equals(this.held, reading)) {
				return false;
			}
			start(this.held, this.heldAt);
		}
		else if (!good) {
			hold(reading, nanos);
			return false;
		}
		take(reading, nanos);
		return true;
	}

	private void start(double[] reading, long nanos) {
		copy(reading, this.base);
		copy(reading, this.last);
		this.lastAt = nanos;
		this.started = true;
		this.holds = false;
	}

	private void hold(double[] reading, long nanos) {
		this.ahead = follows(this.last, reading, UNBOUNDED, 0);
		copy(reading, this.held);
		this.heldAt = nanos;
		this.holds = true;
	}

	private void take(double[] reading, long nanos) {
		// a reading that is only kept for a while says nothing of the time in between
		boolean isKept = Arrays.equals(this.last, reading) && this.still++ < PATIENCE;
		this.elapsed = nanos - this.lastAt;
		if (!isKept) {
			this.still = 0;
			this.lastAt = nanos;
		}
		for (int i = 0; i < reading.length; i++) {
			this.grown[i] = Math.max(0, reading[i] - this.base[i]);
			this.base[i] = Math.max(reading[i], this.base[i]);
		}
		copy(reading, this.last);
		this.holds = false;
	}

	private static boolean follows(double[] before, double[] reading, double mostPerSecond, long nanos) {
		double forward = 0;
		double back = 0;
		for (int i = 0; i < reading.length; i++) {
			forward += Math.max(0, reading[i] - before[i]);
			back += Math.max(0, before[i] - reading[i]);
		}
		return back <= TOLERANCE * forward && forward <= mostPerSecond * (nanos / SECOND + 1);
	}

	private static void copy(double[] from, double[] to) {
		System.arraycopy(from, 0, to, 0, to.length);
	}

	/**
	 * The growth with the last reading.
	 * @param column which number
	 * @return the growth since the last good reading, 0 where it is not known
	 */
	public double of(int column) {
		return this.grown[column];
	}

	/**
	 * The time in which it grew.
	 * @return nanoseconds between the two readings that gave the growth
	 */
	public long elapsed() {
		return this.elapsed;
	}

	/**
	 * Begin anew with the next reading.
	 */
	public void forget() {
		this.started = false;
		this.holds = false;
	}

	/**
	 * How much can be counted in a second: far beyond what anything does, so that nothing
	 * real is taken for false, and far below what a counter shows that is.
	 */
	public static final class Most {

		/** In one direction over the fastest link that there is: 800 Gbit/s. */
		public static final double NETWORK_BYTES = 100e9;

		/** Packets in error or dropped: more than any link or core has of good ones. */
		public static final double PACKETS = 5e7;

		/** More than a slot of PCIe carries, and than many disks together do as one. */
		public static final double DISK_BYTES = 100e9;

		/** The fastest disks of today do some millions. */
		public static final double DISK_OPERATIONS = 5e7;

		/** Seconds of all requests of a disk that run side by side, queue by queue. */
		public static final double DISK_SECONDS = 1e5;

		/** Seconds of all processors: Linux is built for 8192 at most. */
		public static final double PROCESSOR_SECONDS = 8192;

		/**
		 * Seconds in which processors waited for quota. The kernel counts a wait of each
		 * processor when it ends, so that minutes come at once.
		 */
		public static final double THROTTLED_SECONDS = 1e5;

		/** The shortest period is a millisecond. */
		public static final double THROTTLED_PERIODS = 1e4;

		/** A process has to be started before it is killed, and uses up memory. */
		public static final double OOM_KILLS = 1e4;

		/** A runtime takes tens of milliseconds to start a container. */
		public static final double RESTARTS = 1e3;

		/** ECC errors and replays of PCIe: beyond that nothing works any more. */
		public static final double GPU_ERRORS = 1e6;

		private Most() {
		}

	}

}
