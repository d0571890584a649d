package dev.emp.metrics.job;

import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of a {@link JobRecorder} that records nothing, so that switching job
 * metrics or the library off, or a test without a registry, does not stop an application
 * that names one.
 */
@AutoConfiguration(after = JobAutoConfiguration.class)
public final class UnmeteredJobAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	JobRecorder empJobRecorder() {
		return new Unmetered();
	}

	/**
	 * Runs jobs and records nothing.
	 */
	private static final class Unmetered implements JobRecorder {

		@Override
		public JobRun start(JobInfo job) {
			return JobRun.NONE;
		}

		@Override
		public <T extends @Nullable Object> T record(JobInfo job, Callable<T> work) throws Exception {
			return work.call();
		}

	}

}
