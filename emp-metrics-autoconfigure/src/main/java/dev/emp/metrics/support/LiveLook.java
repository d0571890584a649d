package dev.emp.metrics.support;

import java.time.Duration;
import java.util.concurrent.Callable;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Whether gauges look at a source themselves. Not any more once it took time, whoever
 * looked: a scrape waits for none.
 */
final class LiveLook<T> {

	private static final Log logger = LogFactory.getLog(Sampler.class);

	/** So long that a pause of the garbage collector is not taken for it. */
	private static final long SLOW = Duration.ofSeconds(1).toNanos();

	private final SampledSource<T> source;

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
			took(System.nanoTime() - before);
		}
	}

	private void took(long nanos) {
		if (nanos >= SLOW && isPossible()) {
			this.slow = true;
			logger.warn("The source " + this.source.name() + " took " + Duration.ofNanos(nanos).toMillis()
					+ " ms, although it is in memory. It is read in the background from now on, so that no scrape "
					+ "waits for it. Let isInMemory() be false for what can take time.");
		}
	}

}
