package dev.emp.metrics.test.docs;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

	private final Renderer renderer = new Renderer() {

		@Override
		String render(RenderJob job) throws IOException {
			if (RetryExamplesTests.this.failures > 0) {
				RetryExamplesTests.this.failures--;
				throw thrown(RetryExamplesTests.this.error.get());
			}
			return "image";
		}

	};

	@Test
	void aRetriedJobIsOneJob() {
		retried(RetriedHandler.class, (handler) -> {
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
		retried(RetriedHandler.class, (handler) -> {
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
		with(new RetriedHandler(this.renderer), (handler) -> {
			this.failures = 1;
			assertThatException().isThrownBy(() -> handler.mail(job()));
			assertThatNoException().isThrownBy(() -> handler.mail(job()));
			assertThatJob(this.registry, "mail").failed(1).completed(1).hasOutcome("unknown", 2);
		});
	}

	@Test
	void deliveriesAndRetriesAreCountedTogether() {
		retried(Retried.class, (handler) -> {
			this.failures = 2;
			assertThatException().isThrownBy(() -> handler.both(job(), 1));
			assertThat(outcomes()).isZero();
			handler.both(job(), 2);
			assertThatJob(this.registry, "both").started(3).failed(2).retried(2).hasOutcome("success_after_retry", 1);
		});
	}

	@Test
	void deliveriesAreAttemptsAtOneJob() {
		retried(DeliveredHandler.class, (handler) -> {
			this.failures = 1;
			assertThatException().isThrownBy(() -> handler.post(job(), 1));
			assertThat(outcomes()).isZero();
			handler.post(job(), 2);
			shows("attempt, maxAttempts");
		});
	}

	@Test
	void aFutureThatFailsIsNotRetried() {
		retried(Retried.class, (handler) -> {
			handler.later();
			assertThatJob(this.registry, "later").started(1).failed(1).hasOutcome("failed_no_retry", 1);
		});
	}

	private <T> void retried(Class<T> type, HandlerTest<T> test) {
		runner()
			.withUserConfiguration(RetryConfiguration.class, RetriedHandler.class, DeliveredHandler.class,
					Retried.class)
			.withBean(Renderer.class, () -> this.renderer)
			.run((context) -> test.run(context.getBean(type)));
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

	private static IOException thrown(Exception error) {
		if (error instanceof IOException checked) {
			return checked;
		}
		throw (RuntimeException) error;
	}

	/** Is retried in other ways. */
	static class Retried {

		private final Renderer renderer;

		Retried(Renderer renderer) {
			this.renderer = renderer;
		}

		@MeteredJob(value = "both", attempt = "#{#delivery}", maxAttempts = "3")
		@Retryable(maxRetries = 1, delay = 1)
		void both(RenderJob job, int delivery) throws IOException {
			this.renderer.render(job);
		}

		@MeteredJob("later")
		@Retryable(delay = 1)
		CompletableFuture<String> later() {
			return CompletableFuture.failedFuture(new SocketTimeoutException("too late"));
		}

	}

}
