package dev.emp.metrics.sample.queue;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * Properties of the queue and its workers.
 *
 * @param capacity how many jobs may wait; more are refused
 * @param workers how many jobs are done at a time
 * @param maxAttempts how many attempts a job on a file is granted; a job on the bytes of
 * a request is granted one, since another would find the same bytes
 * @param backOff how long a failed job rests before its second attempt; twice as long
 * before each further one
 * @param shutdownTimeout how long a running job may take to end when the application
 * stops
 */
@ConfigurationProperties("sample.queue")
record QueueProperties(@DefaultValue("200") int capacity, @DefaultValue("4") int workers,
		@DefaultValue("3") int maxAttempts, @DefaultValue("500ms") Duration backOff,
		@DefaultValue("10s") Duration shutdownTimeout) {

	QueueProperties {
		Assert.isTrue(capacity > 0, () -> "sample.queue.capacity must be at least 1, but is " + capacity);
		Assert.isTrue(workers > 0, () -> "sample.queue.workers must be at least 1, but is " + workers);
		Assert.isTrue(maxAttempts > 0, () -> "sample.queue.max-attempts must be at least 1, but is " + maxAttempts);
		Assert.isTrue(!backOff.isNegative(), () -> "sample.queue.back-off must not be negative, but is " + backOff);
		Assert.isTrue(!shutdownTimeout.isNegative(),
				() -> "sample.queue.shutdown-timeout must not be negative, but is " + shutdownTimeout);
	}

	int attemptsFor(JobType type, JobInput input) {
		return (input.mayChange() && !type.isRetriedByItsHandler()) ? this.maxAttempts : 1;
	}

	Duration restAfter(int attempt) {
		return this.backOff.multipliedBy(1L << Math.min(attempt - 1, 10));
	}

}
