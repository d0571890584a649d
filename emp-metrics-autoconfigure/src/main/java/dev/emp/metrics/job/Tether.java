package dev.emp.metrics.job;

import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;

/**
 * Says when what could end a run is gone: a call-back that no future and no publisher
 * holds any more will never be called. The call-back is watched rather than the future,
 * since a future may be dropped while its source goes on.
 */
final class Tether extends PhantomReference<Object> {

	private final JobRun run;

	Tether(Object end, JobRun run, ReferenceQueue<Object> queue) {
		super(end, queue);
		this.run = run;
	}

	JobRun run() {
		return this.run;
	}

}
