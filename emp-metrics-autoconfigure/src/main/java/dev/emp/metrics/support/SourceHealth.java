package dev.emp.metrics.support;

import java.time.Duration;
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

import dev.emp.metrics.MeterDefinition;
import dev.emp.metrics.MeterSpec;

/**
 * What the library says of one source: whether it answers, how old its last answer is,
 * how often it failed and how long it takes. Not safe for use by several threads.
 */
final class SourceHealth {

	private static final Log logger = LogFactory.getLog(Sampler.class);

	/** What failed twice within this time answers again once it did for as long. */
	private static final Duration STEADY = Duration.ofMinutes(15);

	private static final MeterSpec ASKED_FOR = SupportMeters.SOURCE_UP.spec().offByDefault();

	private static final MeterDefinition UP_IF_ASKED_FOR = () -> ASKED_FOR;

	private final Meters meters;

	private final Tags tags;

	private final String source;

	/** Nobody needs to know: what is read live is never old. */
	private final boolean live;

	/** Of an optional source as long as it has shown nothing. */
	private boolean hidden;

	private @Nullable Timer duration;

	private final Lazy<Counter> errors;

	private final SaidFailure said = new SaidFailure(STEADY.toNanos());

	private @Nullable Guarded guard;

	private final Set<Meter> registered = new HashSet<>();

	private final List<ShownGauge> gauges = new ArrayList<>();

	/** What says whether it answers. */
	private MeterDefinition up;

	private volatile boolean answers;

	private volatile long succeeded;

	private boolean tried;

	private boolean everSucceeded;

	private boolean showsUp;

	private boolean showsAge;

	SourceHealth(Meters meters, SampledSource<?> source) {
		this.meters = meters;
		this.source = source.name();
		this.live = source.isLive();
		this.hidden = source.isOptional();
		this.up = source.isLocal() ? UP_IF_ASKED_FOR : SupportMeters.SOURCE_UP;
		this.tags = Tags.of("source", this.source);
		this.errors = new Lazy<>(() -> add(meters.counter(SupportMeters.SOURCE_ERRORS, this.tags)));
		show();
	}

	private Guarded guard() {
		String consequence = "It is tried again, and its series go when they are stale.";
		if (this.said.isUnsteady()) {
			consequence += " It comes and goes: that it answers again is said once it has done so for "
					+ STEADY.toMinutes() + " minutes.";
		}
		return new Guarded("The source " + this.source, consequence, () -> this.errors.get().increment());
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

	/**
	 * Note an answer.
	 * @param at when it was asked for
	 * @param rows whether it has rows
	 */
	void succeeded(long at, boolean rows) {
		this.succeeded = at;
		this.everSucceeded = true;
		if (this.said.answered(this.meters.clock().monotonicTime())) {
			logger.info("The source " + this.source + " answers again.");
		}
		this.hidden &= !rows;
		tried(true);
	}

	void failed(Throwable ex) {
		this.hidden = false;
		this.up = SupportMeters.SOURCE_UP;
		if (this.said.failed(this.meters.clock().monotonicTime()) || this.guard == null) {
			this.guard = guard();
		}
		this.guard.failed(ex);
		tried(false);
	}

	private void tried(boolean answered) {
		this.answers = answered;
		this.tried = true;
		show();
	}

	/**
	 * Register what there is to say and was not said yet.
	 */
	private void show() {
		if (this.live || this.hidden) {
			return;
		}
		if (this.duration == null) {
			this.duration = add(this.meters.timer(SupportMeters.SOURCE_DURATION, this.tags));
		}
		if (this.everSucceeded && !this.showsAge) {
			this.showsAge = true;
			this.gauges.add(this.meters.gauge(SupportMeters.SOURCE_AGE, this.tags, this, SourceHealth::age));
		}
		if (this.tried && !this.showsUp && this.meters.isWanted(this.up)) {
			this.showsUp = true;
			this.gauges.add(this.meters.gauge(this.up, this.tags, Math::min, this, (health) -> health.answers ? 1 : 0));
		}
	}

	/**
	 * Register again what the application removed from the registry.
	 */
	void renew() {
		this.gauges.forEach(ShownGauge::show);
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
		this.gauges.forEach(ShownGauge::remove);
	}

}
