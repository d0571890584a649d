package dev.emp.metrics.host;

import java.io.IOException;

import io.micrometer.core.instrument.Clock;
import org.jspecify.annotations.Nullable;

import dev.emp.metrics.support.Growth;
import dev.emp.metrics.support.KernelText;
import dev.emp.metrics.support.Processors;

/**
 * Reads what {@code /proc/stat} says of all processors. Not safe for use by several
 * threads.
 */
final class CpuReader {

	/** The kernel tells user space its own ticks, whatever it is built with, as these. */
	private static final double TICKS = 100;

	/** Of which guests, which come next, are part of the first two. */
	private static final int MOST_COLUMNS = 8;

	/** Readings until what is missing is believed not to be there any more. */
	private static final int PATIENCE = 10;

	/** What comes next is not there on every system. */
	private static final int LEAST_COLUMNS = 4;

	private final CpuGrowth growth;

	private final long[] columns = new long[MOST_COLUMNS];

	private int known;

	/** Readings in a row that had less. */
	private int fewer;

	CpuReader(Clock clock) {
		this.growth = new CpuGrowth(clock);
	}

	/**
	 * Read what the processors did since the last good reading.
	 * @param stat the text of the file
	 * @return the times in ticks, or null with the first call and where they cannot be
	 * @throws IOException if the text is another, or lacks a number that was there
	 */
	@Nullable CpuTimes read(KernelText stat) throws IOException {
		check(parse(stat));
		int processors = Processors.after(stat);
		return this.growth.next(times(), TICKS * ((processors > 0) ? processors : Growth.Most.PROCESSOR_SECONDS));
	}

	private void check(int found) throws IOException {
		this.fewer = (found < this.known) ? this.fewer + 1 : 0;
		if (found < LEAST_COLUMNS || (found < this.known && this.fewer < PATIENCE)) {
			throw new IOException("The line 'cpu' has " + found + " numbers that can be read, of "
					+ Math.max(LEAST_COLUMNS, this.known));
		}
		if (found != this.known) {
			this.known = found;
			this.growth.forget();
		}
	}

	private int parse(KernelText stat) throws IOException {
		if (!stat.nextLine() || !stat.nextWord() || !stat.is("cpu")) {
			throw new IOException("There is no line 'cpu'");
		}
		int found = 0;
		while (found < MOST_COLUMNS && stat.nextWord()) {
			this.columns[found] = stat.number();
			if (this.columns[found] < 0) {
				return found;
			}
			found++;
		}
		return found;
	}

	private CpuTimes times() {
		return new CpuTimes(column(0), column(1), column(2), column(3), column(4), column(5) + column(6), column(7));
	}

	private long column(int index) {
		// halved, so that two of them can be added
		return (index < this.known) ? Math.min(this.columns[index], Long.MAX_VALUE / 2) : 0;
	}

}
