package dev.emp.metrics.support;

import java.time.Duration;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Set;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Reads sources in the background and shows what they know as gauges and counters, so
 * that a scrape or a push never waits for one. A source that hangs costs one thread and
 * its own series: these go when they are older than three intervals, at least 15 seconds,
 * and come back with the next answer. There is no thread while there is no source. Where
 * metrics are pushed, sources are read a second before.
 */
public final class Sampler implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(Sampler.class);

	private static final long LONGEST_PAUSE = Duration.ofSeconds(1).toNanos();

	/** A round may begin a little before a source is due, and look again when it is. */
	private static final long SHORTEST_PAUSE = Duration.ofMillis(5).toNanos();

	private final Meters meters;

	private final SamplingPlan plan;

	private final DaemonThreads daemons;

	private final IdentityHashMap<SampledSource<?>, SourceRuns<?>> sources = new IdentityHashMap<>();

	/** Removed while they were read, and not yet back. */
	private final Set<SourceRuns<?>> leaving = new HashSet<>();

	private @Nullable SamplerThreads threads;

	private boolean closed;

	/**
	 * Create a sampler, which has nothing to do yet.
	 * @param meters where the gauges are registered
	 * @param interval the time between two readings of a source that has no interval of
	 * its own
	 */
	public Sampler(Meters meters, Duration interval) {
		this(meters, new SamplingPlan(interval, new PushPhase(), false), DaemonThreads.ofCaller());
	}

	Sampler(Meters meters, SamplingPlan plan, DaemonThreads daemons) {
		this.meters = meters;
		this.plan = plan;
		this.daemons = daemons;
	}

	/**
	 * Read a source from now on, first within a second and always on another thread.
	 * @param source the source; adding it again does nothing
	 */
	public synchronized void add(SampledSource<?> source) {
		if (this.closed || this.sources.containsKey(source) || (this.plan.isIdle() && !source.isLive())) {
			return;
		}
		SamplerThreads running = this.threads;
		if (running == null) {
			running = new SamplerThreads(this.daemons);
			this.threads = running;
		}
		this.sources.put(source, runs(source, running));
		running.keepTime(this::round);
	}

	private <T> SourceRuns<T> runs(SampledSource<T> source, SamplerThreads running) {
		return new SourceRuns<>(source, this.plan, this.meters, running);
	}

	/**
	 * Take away a source and its series.
	 * @param source the source; one that is not there does nothing
	 */
	public synchronized void remove(SampledSource<?> source) {
		SourceRuns<?> runs = this.sources.remove(source);
		if (runs != null) {
			runs.remove();
			this.leaving.add(runs);
		}
		if (this.sources.isEmpty()) {
			stop();
		}
	}

	synchronized long round() {
		try {
			checkAll();
			return untilNext();
		}
		catch (Throwable ex) {
			// no thread for a new reader, for example: the next round would not come
			logger.debug("A round of the sampler did not end", ex);
			return LONGEST_PAUSE;
		}
	}

	/**
	 * A second, or less if a source is due before. A pending run is due no more.
	 * @return nanoseconds
	 */
	private long untilNext() {
		long now = this.meters.clock().monotonicTime();
		long next = LONGEST_PAUSE;
		for (SourceRuns<?> runs : this.sources.values()) {
			next = Math.min(next, runs.untilDue(now));
		}
		return Math.max(next, SHORTEST_PAUSE);
	}

	private void checkAll() {
		this.sources.forEach((source, runs) -> check(source, runs));
		this.leaving.removeIf((runs) -> !runs.isHanging());
		SamplerThreads running = this.threads;
		if (running != null) {
			running
				.replace(this.leaving.size() + (int) this.sources.values().stream().filter(SourceRuns::isSlow).count());
		}
	}

	private void check(SampledSource<?> source, SourceRuns<?> runs) {
		try {
			runs.check();
		}
		catch (Throwable ex) {
			// the other sources are looked after all the same
			logger.debug("The source " + source.name() + " could not be looked after", ex);
		}
	}

	private void stop() {
		SamplerThreads running = this.threads;
		if (running != null) {
			running.close();
		}
		this.threads = null;
		this.leaving.clear();
	}

	/**
	 * Take away all sources, end the threads, and wait for none of them.
	 */
	@Override
	public synchronized void close() {
		this.closed = true;
		this.sources.values().forEach(SourceRuns::remove);
		this.sources.clear();
		stop();
	}

}
