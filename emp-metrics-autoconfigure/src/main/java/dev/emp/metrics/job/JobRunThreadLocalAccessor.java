package dev.emp.metrics.job;

import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;

/**
 * Carries {@link JobRun#current()} to other threads where Micrometer's context
 * propagation is used. Found by that library itself, through {@code META-INF/services}.
 */
public final class JobRunThreadLocalAccessor implements ThreadLocalAccessor<JobRun> {

	/** The key of the run in a snapshot and in Reactor's context. */
	public static final String KEY = "dev.emp.metrics.job.run";

	@Override
	public Object key() {
		return KEY;
	}

	@Override
	public @Nullable JobRun getValue() {
		JobRun run = JobRun.current();
		return (run != JobRun.NONE) ? run : null;
	}

	@Override
	public void setValue(JobRun value) {
		JobRun.swapCurrent(value);
	}

	@Override
	public void setValue() {
		JobRun.swapCurrent(null);
	}

}
