package dev.emp.metrics.host;

import io.micrometer.core.instrument.Clock;
import org.jspecify.annotations.Nullable;

import dev.emp.metrics.support.Growth;

/**
 * What all processors together did between two readings. Their times are believed
 * together or not at all, since each is shown as a part of their sum. Not safe for use by
 * several threads.
 */
final class CpuGrowth {

	private static final int COLUMNS = 7;

	/**
	 * How much more than the time that passed, since some hypervisors count what they
	 * take as idle time as well.
	 */
	private static final int TWICE = 2;

	private final Growth growth = new Growth(COLUMNS);

	private final double[] reading = new double[COLUMNS];

	private final Clock clock;

	CpuGrowth(Clock clock) {
		this.clock = clock;
	}

	/**
	 * Take a reading.
	 * @param now the times since the machine was started
	 * @param perSecond how many units of time all processors have in a second
	 * @return the times since the last good reading, or null if there is none or this one
	 * cannot be
	 */
	@Nullable CpuTimes next(CpuTimes now, double perSecond) {
		this.reading[0] = now.user();
		this.reading[1] = now.nice();
		this.reading[2] = now.system();
		this.reading[3] = now.idle();
		this.reading[4] = now.iowait();
		this.reading[5] = now.interrupt();
		this.reading[6] = now.steal();
		if (!this.growth.next(this.reading, TWICE * perSecond, this.clock.monotonicTime())) {
			return null;
		}
		return new CpuTimes(grown(0), grown(1), grown(2), grown(3), grown(4), grown(5), grown(6));
	}

	private long grown(int column) {
		return (long) this.growth.of(column);
	}

	/**
	 * Begin anew with the next reading.
	 */
	void forget() {
		this.growth.forget();
	}

}
