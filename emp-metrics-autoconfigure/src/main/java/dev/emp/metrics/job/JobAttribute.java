package dev.emp.metrics.job;

import org.jspecify.annotations.Nullable;

import dev.emp.metrics.support.Guarded;

/**
 * An attribute as calls use it: what fails or has the wrong type costs the value and one
 * warning.
 */
final class JobAttribute {

	private final JobText text;

	private final Guarded guard;

	JobAttribute(JobMetrics metrics, JobText text) {
		this.text = text;
		this.guard = metrics.guard(text.setting(), "The value is unknown, the job is counted.");
	}

	/**
	 * The value of a tag.
	 * @param context the call, or null
	 * @return a text or a value of a type that has few, or null for unknown
	 */
	@Nullable Object value(@Nullable CallContext context) {
		try {
			return JobValues.tag(this.text.value(context));
		}
		catch (Throwable ex) {
			this.guard.failed(ex);
			return null;
		}
	}

	/**
	 * A number of attempts.
	 * @param context the call, or null
	 * @return the number, or 0 for unknown
	 */
	int count(@Nullable CallContext context) {
		return (int) Math.min(number(context, 0), Integer.MAX_VALUE);
	}

	long number(@Nullable CallContext context, long fallback) {
		try {
			return JobValues.number(this.text.value(context), fallback);
		}
		catch (Throwable ex) {
			this.guard.failed(ex);
			return fallback;
		}
	}

	long epochMillis(@Nullable CallContext context) {
		try {
			return JobValues.epochMillis(this.text.value(context));
		}
		catch (Throwable ex) {
			this.guard.failed(ex);
			return JobValues.NO_TIME;
		}
	}

	boolean success(@Nullable CallContext context) {
		try {
			return JobValues.success(this.text.value(context));
		}
		catch (Throwable ex) {
			this.guard.failed(ex);
			return true;
		}
	}

}
