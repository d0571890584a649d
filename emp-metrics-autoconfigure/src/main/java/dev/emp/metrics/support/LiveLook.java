package dev.emp.metrics.support;

import java.time.Duration;
import java.util.concurrent.Callable;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Whether gauges look at a source themselves. Not any more once it took time twice in a
 * row, whoever looked: a scrape waits for none.
 */
final class LiveLook<T> {

	private static final Log logger = LogFactory.getLog(Sampler.class);

	/** Twice in a row, so that a pause of the garbage collector is not taken for it. */
	private static final long SLOW = Duration.ofSeconds(1).toNanos();

	private final SampledSource<T> source;

	/** When the last reading ended, if that was slow. */
	private volatile @Nullable Long slowUntil;

	private volatile boolean slow;

	LiveLook(SampledSource<T> source) {
		this.source = source;
	}

	boolean isMeant() {
		return this.source.isLive();
	}

	boolean isPossible() {
		return isMeant() && !this.slow;
	}

	/**
	 * Read the source, or look at it.
	 * @param reading does it
	 * @return what it gives
	 * @throws Exception what it throws
	 */
	T timed(Callable<T> reading) throws Exception {
		long before = System.nanoTime();
		try {
			return reading.call();
		}
		finally {
			took(before, System.nanoTime());
		}
	}

	private void took(long start, long end) {
		Long before = this.slowUntil;
		if (end - start < SLOW) {
			if (before != null) {
				this.slowUntil = null;
			}
		}
		else if (before == null) {
			this.slowUntil = end;
		}
		// readings that overlap are held up by one pause
		else if (start - before >= 0 && isPossible()) {
			this.slow = true;
			logger.warn("The source " + this.source.name() + " took " + Duration.ofNanos(end - start).toMillis()
					+ " ms, and was slow the time before, although it is in memory. It is read in the background from "
					+ "now on, so that no scrape waits for it."
					+ (this.source.isOwn() ? "" : " Return false from isInMemory()."));
		}
	}

}
