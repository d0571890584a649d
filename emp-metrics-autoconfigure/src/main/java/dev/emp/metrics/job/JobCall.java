package dev.emp.metrics.job;

import java.lang.ref.Reference;
import java.util.function.BiConsumer;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * A call whose work goes on after its method returned. Held by what will end it, a future
 * or a publisher, and by nothing else.
 */
final class JobCall implements BiConsumer<@Nullable Object, @Nullable Throwable> {

	private final CallMeter meter;

	private final JobRun run;

	/** Null from the end on: a subscriber may keep its subscription. */
	private @Nullable CallContext context;

	private final long inputBytes;

	private boolean begun;

	/**
	 * Create a call.
	 * @param meter measures it
	 * @param run its run
	 * @param context the call as expressions see it, or null
	 * @param inputBytes the size of the input, or -1
	 * @param begun whether the run has started
	 */
	JobCall(CallMeter meter, JobRun run, @Nullable CallContext context, long inputBytes, boolean begun) {
		this.meter = meter;
		this.run = run;
		this.context = context;
		this.inputBytes = inputBytes;
		this.begun = begun;
	}

	JobRun run() {
		return this.run;
	}

	long inputBytes() {
		return this.inputBytes;
	}

	void begin() {
		if (!this.begun) {
			this.begun = true;
			this.meter.begin(this.run, this.context);
		}
	}

	/**
	 * Begin the run within what the subscriber works on.
	 * @param parent the observation in Reactor's context, or null
	 */
	void begin(@Nullable Object parent) {
		TaggedSeries series = this.run.series();
		if (!this.begun && series != null && parent instanceof Observation observation) {
			series.job().metrics().startSpan(this.run, observation);
		}
		begin();
	}

	/**
	 * End the run as cancelled once nothing holds this call any more.
	 */
	void tether() {
		TaggedSeries series = this.run.series();
		if (series != null && this.run.isLive()) {
			series.job().metrics().tether(this.run, this);
		}
	}

	void completed(@Nullable Object result) {
		try {
			if (this.run.isLive()) {
				this.run.lastAttempt();
				this.meter.returned(this.run, this.context, result, this.inputBytes);
				this.context = null;
			}
		}
		finally {
			// until here nothing may find that this call cannot be reached any more
			Reference.reachabilityFence(this);
		}
	}

	/**
	 * End the run by an error that a retry may follow.
	 * @param error what was thrown or signalled
	 */
	void failed(Throwable error) {
		this.run.end(this.run.series(), JobStatus.FAILED, error, this.inputBytes, RunDetails.UNKNOWN);
	}

	void cancelled() {
		if (this.run.isLive()) {
			this.run.lastAttempt();
			this.run.end(this.run.series(), JobStatus.CANCELLED, null, this.inputBytes, RunDetails.UNKNOWN);
		}
	}

	/**
	 * Called by a future. No retry follows: Spring's retry looks at what a method throws.
	 * @param result the result
	 * @param error what the future failed with, or null
	 */
	@Override
	public void accept(@Nullable Object result, @Nullable Throwable error) {
		if (error == null) {
			completed(result);
		}
		else {
			this.run.lastAttempt();
			failed(error);
		}
	}

}
