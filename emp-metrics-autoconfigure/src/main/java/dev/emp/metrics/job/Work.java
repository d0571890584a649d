package dev.emp.metrics.job;

import org.jspecify.annotations.Nullable;

/**
 * The time during which a thread works on the run of a publisher: the run is the current
 * one of the thread, and so is its span. What the subscriber does with a value or with
 * the end is no longer that work, though the same thread does it.
 */
final class Work {

	private final Thread thread = Thread.currentThread();

	private final JobRun run;

	private final @Nullable Work around;

	private final @Nullable JobRun outer;

	private final JobSpan.@Nullable Scope scope;

	private boolean over;

	/**
	 * Begin to work.
	 * @param run the run
	 * @param around the work of the same subscriber that this one may be within, or null
	 */
	Work(JobRun run, @Nullable Work around) {
		this.run = run;
		this.around = around;
		this.outer = JobRun.swapCurrent(run);
		this.scope = JobSpan.open(run);
	}

	void end() {
		if (!this.over) {
			this.over = true;
			JobSpan.close(this.scope);
			JobRun.swapCurrent(this.outer);
		}
	}

	/**
	 * Call the subscriber, whose code is no part of the work.
	 * @param work the latest work, or null
	 * @param receiver calls it
	 */
	static void pass(@Nullable Work work, Runnable receiver) {
		if (work == null || work.over || !work.isHere()) {
			receiver.run();
			return;
		}
		JobRun.swapCurrent(work.outer);
		try {
			receiver.run();
		}
		finally {
			if (!work.over) {
				JobRun.swapCurrent(work.run);
			}
		}
	}

	/**
	 * End all work that the calling thread is within.
	 * @param work the latest work, or null
	 */
	static void endAll(@Nullable Work work) {
		Work within = work;
		while (within != null && within.isHere()) {
			within.end();
			within = within.around;
		}
	}

	private boolean isHere() {
		return this.thread.equals(Thread.currentThread());
	}

}
