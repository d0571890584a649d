package dev.emp.metrics.test;

import io.micrometer.core.instrument.MeterRegistry;

/**
 * Entry point of the assertions on metered jobs.
 *
 * <pre>
 * assertThatJob(registry, "render").started(3).completed(2).hasError("timeout", 1);
 * assertThatJob(registry, "render").withTag("tenant", "acme").completed(1);
 * </pre>
 */
public final class JobAssertions {

	private JobAssertions() {
	}

	/**
	 * Begin an assertion on one job.
	 * @param registry the registry of the application; one that keeps its counts, such as
	 * the simple one that tests of Spring Boot applications have
	 * @param job the name of the job, the tag {@code job.name}
	 * @return the assertion
	 */
	public static JobAssert assertThatJob(MeterRegistry registry, String job) {
		return new JobAssert(registry, new RecordedJob(registry, job));
	}

}
