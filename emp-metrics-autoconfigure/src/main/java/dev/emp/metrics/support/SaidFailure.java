package dev.emp.metrics.support;

/**
 * What the log says of something that fails and answers again. Where it comes and goes,
 * it has to answer for a while before that is said, so that the log is not filled and its
 * last word is true. Not safe for use by several threads.
 */
public final class SaidFailure {

	private final long steady;

	private boolean failing;

	private boolean unsteady;

	private boolean recovered;

	private long recoveredAt;

	private long failedAt;

	/**
	 * Create one for something that did not fail yet.
	 * @param steady how long something that comes and goes has to answer until that is
	 * said, in whatever unit the times have
	 */
	public SaidFailure(long steady) {
		this.steady = steady;
	}

	/**
	 * Note a failure.
	 * @param now the time, or the number of the attempt
	 * @return whether to say it
	 */
	public boolean failed(long now) {
		boolean first = !this.failing;
		if (first) {
			this.unsteady = this.recovered && now - this.recoveredAt < this.steady;
			this.failing = true;
		}
		this.failedAt = now;
		return first;
	}

	/**
	 * Note an answer.
	 * @param now the time, or the number of the attempt
	 * @return whether to say that it answers again
	 */
	public boolean answered(long now) {
		boolean again = this.failing && (!this.unsteady || now - this.failedAt >= this.steady);
		if (again) {
			this.failing = false;
			this.recovered = true;
			this.recoveredAt = now;
		}
		return again;
	}

	/**
	 * Whether it failed again soon after it answered again.
	 * @return whether it comes and goes
	 */
	public boolean isUnsteady() {
		return this.unsteady;
	}

}
