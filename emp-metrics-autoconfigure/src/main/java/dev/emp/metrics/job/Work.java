package dev.emp.metrics.job;

import java.util.function.Supplier;

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

	private final JobSpan.@Nullable Outside outside;

	private final JobSpan.@Nullable Scope scope;

	private boolean over;

	private Work(JobRun run, @Nullable Work around) {
		this.run = run;
		this.around = around;
		this.outer = JobRun.swapCurrent(run);
		this.outside = JobSpan.outside(run);
		this.scope = JobSpan.open(run);
	}

	/**
	 * Begin to work.
	 * @param run the run
	 * @param around the work of the same subscriber that this one may be within, or null
	 * @return the work, or null if there is no memory for it
	 */
	static @Nullable Work begin(JobRun run, @Nullable Work around) {
		try {
			return new Work(run, around);
		}
		catch (VirtualMachineError ex) {
			return null;
		}
	}

	/**
	 * End to work. Called by the thread that began, in the order of its calls.
	 * @param work what it began, or null
	 */
	static void end(@Nullable Work work) {
		if (work != null) {
			JobSpan.close(work.scope);
			work.leave();
		}
	}

	private void leave() {
		if (!this.over) {
			this.over = true;
			JobRun.swapCurrent(this.outer);
		}
	}

	/**
	 * Call the subscriber, whose code is no part of the work: neither the run nor its
	 * span is there what it is to the work, and both are again when the call returns.
	 * @param <T> what the subscriber answers
	 * @param work the latest work, or null
	 * @param receiver calls it
	 * @return the answer
	 */
	static <T extends @Nullable Object> T pass(@Nullable Work work, Supplier<T> receiver) {
		if (work == null || work.over || !work.isHere()) {
			return receiver.get();
		}
		JobRun.swapCurrent(work.outer);
		try {
			return outside(work, receiver);
		}
		finally {
			if (!work.over) {
				JobRun.swapCurrent(work.run);
			}
		}
	}

	/**
	 * Call the subscriber for the last time: what else the thread does is no work.
	 * @param work the latest work, or null
	 * @param receiver calls it
	 */
	static void finish(@Nullable Work work, Supplier<@Nullable Object> receiver) {
		Work within = work;
		while (within != null && within.isHere()) {
			within.leave();
			within = within.around;
		}
		outside((work != null && work.isHere()) ? work : null, receiver);
	}

	// a scope is left by another one within it, and not closed: the work may have opened
	// further ones since
	private static <T extends @Nullable Object> T outside(@Nullable Work work, Supplier<T> receiver) {
		return (work != null && work.outside != null && work.scope != null) ? work.outside.call(receiver)
				: receiver.get();
	}

	private boolean isHere() {
		return this.thread.equals(Thread.currentThread());
	}

}
