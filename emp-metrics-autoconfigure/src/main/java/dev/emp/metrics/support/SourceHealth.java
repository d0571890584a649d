package dev.emp.metrics.support;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * What the library says of one source: whether it answers, how old its last answer is,
 * how often it failed and how long it takes. Not safe for use by several threads.
 */
final class SourceHealth {

	private static final Log logger = LogFactory.getLog(Sampler.class);

	private final Meters meters;

	private final Tags tags;

	/** Null where nobody needs to know: what is read live is never old. */
	private final @Nullable Timer duration;

	private final String source;

	private Guarded guard;

	private final Set<Meter> registered = new HashSet<>();

	private final List<Runnable> gauges = new ArrayList<>();

	private volatile boolean up;

	private volatile long succeeded;

	private boolean tried;

	private boolean everSucceeded;

	SourceHealth(Meters meters, String source, boolean shown) {
		this.meters = meters;
		this.source = source;
		this.tags = Tags.of("source", source);
		this.duration = shown ? add(meters.timer(SupportMeters.SOURCE_DURATION, this.tags)) : null;
		this.guard = guard();
	}

	private Guarded guard() {
		return new Guarded("The source " + this.source, "It is tried again, and its series go when they are stale.",
				() -> errors().increment());
	}

	private Counter errors() {
		return add(this.meters.counter(SupportMeters.SOURCE_ERRORS, this.tags));
	}

	boolean isOlderThan(long nanos, long now) {
		return this.everSucceeded && now - this.succeeded > nanos;
	}

	boolean hasSucceeded() {
		return this.everSucceeded;
	}

	void ran(long nanos) {
		if (this.duration != null) {
			this.duration.record(nanos, TimeUnit.NANOSECONDS);
		}
	}

	void succeeded(long at) {
		this.succeeded = at;
		boolean first = !this.everSucceeded;
		this.everSucceeded = true;
		if (this.tried && !this.up) {
			logger.info("The source " + this.source + " answers again.");
			this.guard = guard();
		}
		if (first && this.duration != null) {
			this.gauges.add(this.meters.gauge(SupportMeters.SOURCE_AGE, this.tags, this, SourceHealth::age));
		}
		tried(true);
	}

	void failed(Throwable ex) {
		this.guard.failed(ex);
		tried(false);
	}

	private void tried(boolean answered) {
		this.up = answered;
		boolean first = !this.tried;
		this.tried = true;
		if (first && this.duration != null) {
			this.gauges.add(this.meters.gauge(SupportMeters.SOURCE_UP, this.tags, Math::min, this,
					(health) -> health.up ? 1 : 0));
		}
	}

	private double age() {
		return (this.meters.clock().monotonicTime() - this.succeeded) / 1e9;
	}

	private <M extends Meter> M add(M meter) {
		this.registered.add(meter);
		return meter;
	}

	void remove() {
		this.registered.forEach(this.meters::remove);
		this.gauges.forEach(Runnable::run);
	}

}
