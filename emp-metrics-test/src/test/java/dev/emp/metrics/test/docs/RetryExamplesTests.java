package dev.emp.metrics.test.docs;

import java.net.SocketTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.resilience.annotation.EnableResilientMethods;
import org.springframework.resilience.annotation.Retryable;

import dev.emp.metrics.job.MeteredJob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests that attempts and jobs are counted as the page says.
 */
@SuppressWarnings("FutureReturnValueIgnored")
class RetryExamplesTests extends DocumentedJobs {

	private int failures;

	private Supplier<Exception> error = () -> new SocketTimeoutException("too late");

	@Test
	void aRetriedJobIsOneJob() {
		retried((handler) -> {
			this.failures = 2;
			handler.mail(job());
			shows("Retries");
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			completes at once; 0; true
			fails twice, then completes; 2; true
			fails at every attempt; 9; true
			fails with what is not retried; 9; false
			""")
	void theTableSaysWhatIsCounted(String job, int failing, boolean retryable) {
		retried((handler) -> {
			this.failures = failing;
			if (!retryable) {
				this.error = () -> new IllegalArgumentException("no such address");
			}
			Throwable thrown = catchThrowable(() -> handler.mail(job()));
			assertThat(thrown == null).isEqualTo(outcome().startsWith("success"));
			assertThat(JobsPage.section("Retries").rows()).anySatisfy((row) -> assertThat(row).startsWith(job,
					number("jobs.processed", "status", "started"), number("jobs.processed", "status", "failed"),
					number("jobs.processed", "status", "completed"), number("job.retries"), "`" + outcome() + "`"));
		});
	}

	@Test
	void whatSpringDoesNotRetryIsUnknownOrGivenByTheAttributes() {
		with(new Retried(this::act), (handler) -> {
			this.failures = 1;
			assertThatException().isThrownBy(() -> handler.mail(job()));
			assertThatNoException().isThrownBy(() -> handler.mail(job()));
			assertThatJob(this.registry, "mail").failed(1).completed(1).hasOutcome("unknown", 2);
		});
	}

	@Test
	void deliveriesAndRetriesAreCountedTogether() {
		retried((handler) -> {
			this.failures = 2;
			assertThatException().isThrownBy(() -> handler.both(1));
			assertThat(outcomes()).isZero();
			handler.both(2);
			assertThatJob(this.registry, "both").started(3).failed(2).retried(2).hasOutcome("success_after_retry", 1);
		});
	}

	@Test
	void deliveriesAreAttemptsAtOneJob() {
		retried((handler) -> {
			this.failures = 1;
			assertThatException().isThrownBy(() -> handler.post(job(), 1));
			assertThat(outcomes()).isZero();
			handler.post(job(), 2);
			shows("attempt, maxAttempts");
		});
	}

	@Test
	void aFutureThatFailsIsNotRetried() {
		retried((handler) -> {
			handler.later();
			assertThatJob(this.registry, "later").started(1).failed(1).hasOutcome("failed_no_retry", 1);
		});
	}

	private void retried(RetryTest test) {
		runner().withUserConfiguration(Resilient.class)
			.withBean(Retried.class, () -> new Retried(this::act))
			.run((context) -> test.run(context.getBean(Retried.class)));
	}

	private void act() throws Exception {
		if (this.failures > 0) {
			this.failures--;
			throw this.error.get();
		}
	}

	private String number(String meter, String... tags) {
		return Long.toString(Math.round(
				this.registry.find(meter).tags(tags).counters().stream().mapToDouble((found) -> found.count()).sum()));
	}

	private double outcomes() {
		return Double.parseDouble(number("job.outcomes"));
	}

	private String outcome() {
		assertThat(outcomes()).isOne();
		return String.valueOf(this.registry.get("job.outcomes").counter().getId().getTag("kind"));
	}

	/** Switches retry on. */
	@EnableResilientMethods
	static class Resilient {

	}

	/** Is retried. */
	static class Retried {

		private final Act act;

		Retried(Act act) {
			this.act = act;
		}

		// tag::retried[]
		@MeteredJob(value = "mail", enqueuedAt = "#{#job.enqueuedAt}")
		@Retryable(maxRetries = 3, delay = 10, excludes = IllegalArgumentException.class)
		void mail(RenderJob job) throws Exception {
			this.act.run();
		}
		// end::retried[]

		// tag::delivered[]
		@MeteredJob(value = "post", attempt = "#{#delivery}", maxAttempts = "3")
		void post(RenderJob job, int delivery) throws Exception {
			this.act.run();
		}
		// end::delivered[]

		@MeteredJob(value = "both", attempt = "#{#delivery}", maxAttempts = "3")
		@Retryable(maxRetries = 1, delay = 1)
		void both(int delivery) throws Exception {
			this.act.run();
		}

		@MeteredJob("later")
		@Retryable(delay = 1)
		CompletableFuture<String> later() {
			return CompletableFuture.failedFuture(new SocketTimeoutException("too late"));
		}

	}

	/** What an attempt does. */
	interface Act {

		void run() throws Exception;

	}

	/** A test that may throw. */
	interface RetryTest {

		void run(Retried handler) throws Exception;

	}

}
