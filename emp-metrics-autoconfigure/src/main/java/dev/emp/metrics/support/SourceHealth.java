package dev.emp.metrics.support;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;

/**
 * What the library says of one source: whether it answers, how old its last answer is,
 * how often it failed and how long it takes. Not safe for use by several threads.
 */
final class SourceHealth {

	private final Meters meters;

	private final Tags tags;

	private final Timer duration;

	private final Guarded guard;

	private final List<Meter> registered = new ArrayList<>();

	private volatile boolean up;

	private volatile long succeeded;

	private boolean tried;

	private boolean everSucceeded;

	SourceHealth(Meters meters, String source) {
		this.meters = meters;
		this.tags = Tags.of("source", source);
		Counter errors = add(meters.counter(SupportMeters.SOURCE_ERRORS, this.tags));
		this.duration = add(meters.timer(SupportMeters.SOURCE_DURATION, this.tags));
		this.guard = new Guarded("The source " + source, "It is tried again, and its series go when they are stale.",
				errors::increment);
	}

	boolean isOlderThan(long nanos, long now) {
		return this.everSucceeded && now - this.succeeded > nanos;
	}

	void ran(long nanos) {
		this.duration.record(nanos, TimeUnit.NANOSECONDS);
	}

	void succeeded(long at) {
		this.succeeded = at;
		if (!this.everSucceeded) {
			this.everSucceeded = true;
			add(this.meters.gauge(SupportMeters.SOURCE_AGE, this.tags, this, SourceHealth::age));
		}
		tried(true);
	}

	void failed(Throwable ex) {
		this.guard.failed(ex);
		tried(false);
	}

	private void tried(boolean answered) {
		this.up = answered;
		if (!this.tried) {
			this.tried = true;
			add(this.meters.gauge(SupportMeters.SOURCE_UP, this.tags, Math::min, this, (health) -> health.up ? 1 : 0));
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
	}

}
