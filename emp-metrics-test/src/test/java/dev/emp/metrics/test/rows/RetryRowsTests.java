package dev.emp.metrics.test.rows;

import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.annotation.Counted;
import io.micrometer.core.annotation.Timed;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.resilience.annotation.EnableResilientMethods;
import org.springframework.resilience.annotation.Retryable;

import dev.emp.metrics.job.MeteredJob;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of jobs that are tried again.
 */
class RetryRowsTests extends Rows {

	@Row(value = 11, fault = "to have outcomes success_after_retry: 1")
	void threeAttemptsOfOneJobAreOneSuccess() {
		with(retrying(), new Handler(2), (bean) -> {
			bean.render();
			assertThatJob("render").failed(2).completed(1).durations(3);
			assertThatJob("render").hasOutcome("success_after_retry", 1)
				.hasOutcome("success_first", 0)
				.hasOutcome("failed_no_retry", 0)
				.hasOutcome("failed_exhausted", 0)
				.hasOutcome("unknown", 0)
				.retried(2);
		});
	}

	@Row(value = 11, fault = "to have outcomes failed_exhausted: 1")
	void jobThatNoAttemptCompletesIsOneFailure() {
		with(retrying(), new Handler(9), (bean) -> {
			assertThatIllegalStateException().isThrownBy(bean::render);
			assertThatJob("render").failed(4).completed(0).durations(4);
			assertThatJob("render").hasOutcome("failed_exhausted", 1)
				.hasOutcome("failed_no_retry", 0)
				.hasOutcome("unknown", 0)
				.retried(3);
		});
	}

	@Row(value = 12, onlyOurs = "the aspects, as Boot wires them, see each attempt as well")
	void eachAttemptIsMeteredInsideOfTheRetry() {
		with(retrying(), new Handler(2), (bean) -> {
			bean.render();
			assertThatJob("render").failed(2).completed(1);
		});
	}

	private ApplicationContextRunner retrying() {
		return metered().withUserConfiguration(RetryConfiguration.class);
	}

	static class Handler {

		private final AtomicInteger failures;

		Handler(int failures) {
			this.failures = new AtomicInteger(failures);
		}

		@Timed
		@Counted
		@Retryable(delay = 1)
		@MeteredJob("render")
		void render() {
			if (this.failures.getAndDecrement() > 0) {
				throw new IllegalStateException("not yet");
			}
		}

	}

	@EnableResilientMethods
	@Configuration(proxyBeanMethods = false)
	static class RetryConfiguration {

	}

}
