package dev.emp.metrics.job;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for handlers that Spring's retry calls again.
 */
@SuppressWarnings("FutureReturnValueIgnored")
class RetriedJobTests extends JobContext {

	private int failures;

	private Supplier<Exception> error = () -> new SocketTimeoutException("late");

	private Consumer<JobRun> before = (run) -> {
	};

	@Test
	void countsAttemptsAndOneOutcomeOfAJobThatCompletesAtLast() {
		withRetry((handler) -> {
			this.failures = 2;
			handler.work(0);
			assertAttempts(3, 1, 2);
			assertOutcomes("success_after_retry");
			assertThat(count("job.retries")).isEqualTo(2);
			assertThat(records("job.duration", "status", "failed")).isEqualTo(2);
		});
	}

	@Test
	void countsAJobThatCompletesAtOnce() {
		withRetry((handler) -> {
			handler.work(0);
			handler.work(0);
			assertAttempts(2, 2, 0);
			assertOutcomes("success_first", "success_first");
			assertThat(count("job.retries")).isZero();
		});
	}

	@Test
	void countsAJobThatNoAttemptCompletesAsExhausted() {
		withRetry((handler) -> {
			this.failures = 10;
			assertThat(thrownBy(() -> handler.work(0))).isInstanceOf(SocketTimeoutException.class);
			assertAttempts(4, 0, 4);
			assertOutcomes("failed_exhausted");
			assertThat(count("job.retries", "error.type", "timeout")).isEqualTo(3);
		});
	}

	@Test
	void countsAFailureThatIsNotRetriedAsSuch() {
		withRetry((handler) -> {
			this.failures = 10;
			this.error = () -> new IllegalArgumentException("bad job");
			assertThat(thrownBy(() -> handler.work(0))).isInstanceOf(IllegalArgumentException.class);
			assertAttempts(1, 0, 1);
			assertOutcomes("failed_no_retry");
			assertThat(count("job.retries")).isZero();
		});
	}

	@Test
	void recordsTheWaitBeforeTheFirstAttemptOnly() {
		withRetry((handler) -> {
			this.failures = 2;
			handler.work(this.clock.wallTime() - 5000);
			assertThat(records("job.queue.wait")).isOne();
		});
	}

	@Test
	void doesNotCountAsRetriedWhatNothingRetries() {
		runner().withBean(RetriedHandler.class, () -> new RetriedHandler(this::act)).run((context) -> {
			RetriedHandler handler = context.getBean(RetriedHandler.class);
			this.failures = 1;
			assertThat(thrownBy(() -> handler.work(0))).isInstanceOf(SocketTimeoutException.class);
			handler.work(0);
			handler.plain();
			assertOutcomes("unknown", "unknown", "unknown");
		});
	}

	@Test
	void countsAMethodBesideARetriedOneAsUnknown() {
		withRetry((handler) -> {
			handler.plain();
			assertOutcomes("unknown");
		});
	}

	@Test
	void decidesOnceThoughTheHandlerEndsItsRunAndThrows() {
		withRetry((handler) -> {
			this.failures = 1;
			this.before = JobRun::succeed;
			handler.work(0);
			assertThat(count("job.outcomes")).isOne();
			this.failures = 1;
			this.before = (run) -> {
				if (this.failures > 0) {
					run.fail();
				}
			};
			handler.work(0);
			assertThat(count("job.outcomes", "kind", "success_after_retry")).isOne();
			assertThat(count("job.outcomes")).isEqualTo(2);
		});
	}

	@Test
	void decidesByTheResultWhereNothingIsThrown() {
		withRetry((handler) -> {
			handler.reported(false);
			handler.reported(true);
			assertOutcomes("failed_no_retry", "success_first");
		});
	}

	@Test
	void decidesByTheFutureSinceNoRetryLooksAtIt() {
		withRetry((handler) -> {
			CompletableFuture<String> future = new CompletableFuture<>();
			this.failures = 1;
			handler.future(future);
			assertOutcomes();
			future.completeExceptionally(new IOException());
			assertOutcomes("failed_exhausted");
			handler.future(CompletableFuture.failedFuture(new IOException()));
			assertOutcomes("failed_exhausted", "failed_no_retry");
			handler.future(CompletableFuture.completedFuture("done"));
			assertThat(count("job.outcomes", "kind", "success_first")).isOne();
		});
	}

	@Test
	void countsSubscriptionsOfARetriedPublisherAsAttempts() {
		withRetry((handler) -> {
			this.failures = 2;
			Mono<String> mono = handler.mono();
			assertThat(mono.block()).isEqualTo("done");
			assertAttempts(3, 1, 2);
			assertThat(count("job.retries", "error.type", "timeout")).isEqualTo(2);
			assertThat(mono.block()).isEqualTo("done");
			this.failures = 10;
			assertThat(thrownBy(mono::block)).hasRootCauseInstanceOf(SocketTimeoutException.class);
			assertThat(count("job.outcomes")).isEqualTo(3);
			assertThat(count("job.outcomes", "kind", "success_after_retry")).isOne();
			assertThat(count("job.outcomes", "kind", "success_first")).isOne();
			assertThat(count("job.outcomes", "kind", "failed_exhausted")).isOne();
		});
	}

	@Test
	void addsTheAttemptsOfABrokerThatDeliversAgain() {
		withRetry((handler) -> {
			this.failures = 10;
			assertThat(thrownBy(() -> handler.delivered(1, 2))).isInstanceOf(SocketTimeoutException.class);
			assertThat(count("job.outcomes")).isZero();
			assertThat(thrownBy(() -> handler.delivered(2, 2))).isInstanceOf(SocketTimeoutException.class);
			assertOutcomes("failed_exhausted");
			this.failures = 0;
			handler.delivered(2, 2);
			assertThat(count("job.outcomes", "kind", "success_after_retry")).isOne();
		});
	}

	@Test
	void seesEachAttemptOnTheThreadOfAsync() {
		withRetry((handler) -> {
			this.failures = 1;
			CompletableFuture<String> future = handler.async();
			assertThat(future.join()).isNotEqualTo(Thread.currentThread().getName());
			assertOutcomes("success_after_retry");
			assertAttempts(2, 1, 1);
		});
	}

	@Test
	void decidesWhereNoPublisherComesSinceNothingRetriesThat() {
		withRetry((handler) -> {
			assertThat(thrownBy(handler::thrown)).isInstanceOf(IllegalStateException.class);
			assertOutcomes("failed_no_retry");
		});
	}

	@Test
	void countsAFutureThatNobodyHoldsAsUnknown() {
		withRetry((handler) -> {
			handler.future(new CompletableFuture<>());
			Awaitility.await().untilAsserted(() -> {
				System.gc();
				assertThat(gauge("jobs.active", "job.name", "future")).isZero();
			});
			assertOutcomes("unknown");
		});
	}

	@Test
	void tellsListenersEachAttemptAndOneOutcome() {
		OutcomeListener told = new OutcomeListener();
		runner().withUserConfiguration(RetriedHandler.Resilient.class)
			.withBean(RetriedHandler.class, () -> new RetriedHandler(this::act))
			.withBean(JobListener.class, () -> told)
			.run((context) -> {
				RetriedHandler handler = context.getBean(RetriedHandler.class);
				this.failures = 1;
				handler.work(0);
				assertThat(told.finished).containsExactly(null, JobOutcome.SUCCESS_AFTER_RETRY);
				assertThat(told.outcomes).containsExactly(JobOutcome.SUCCESS_AFTER_RETRY);
				this.failures = 10;
				assertThat(thrownBy(() -> handler.work(0))).isInstanceOf(SocketTimeoutException.class);
				assertThat(told.finished).hasSize(6).endsWith(null, null, null, null);
				assertThat(told.outcomes).containsExactly(JobOutcome.SUCCESS_AFTER_RETRY, JobOutcome.FAILED_EXHAUSTED);
				handler.plain();
				assertThat(told.outcomes).endsWith(JobOutcome.UNKNOWN);
			});
	}

	@Test
	void decidesOnceInParentAndChild() {
		runner().run((parent) -> runner().withUserConfiguration(RetriedHandler.Resilient.class)
			.withBean(RetriedHandler.class, () -> new RetriedHandler(this::act))
			.withParent(parent)
			.run((context) -> {
				RetriedHandler handler = context.getBean(RetriedHandler.class);
				this.failures = 10;
				assertThat(thrownBy(() -> handler.work(0))).isInstanceOf(SocketTimeoutException.class);
				assertOutcomes("failed_exhausted");
			}));
	}

	private void act() throws Exception {
		this.before.accept(JobRun.current());
		if (this.failures > 0) {
			this.failures--;
			throw this.error.get();
		}
	}

	private void withRetry(HandlerTest test) {
		runner().withUserConfiguration(RetriedHandler.Resilient.class)
			.withBean(RetriedHandler.class, () -> new RetriedHandler(this::act))
			.run((context) -> test.run(context.getBean(RetriedHandler.class)));
	}

	private void assertAttempts(int started, int completed, int failed) {
		assertThat(count("jobs.processed", "status", "started")).isEqualTo(started);
		assertThat(count("jobs.processed", "status", "completed")).isEqualTo(completed);
		assertThat(count("jobs.processed", "status", "failed")).isEqualTo(failed);
	}

	private void assertOutcomes(String... kinds) {
		assertThat(count("job.outcomes")).isEqualTo(kinds.length);
		for (String kind : kinds) {
			assertThat(count("job.outcomes", "kind", kind)).isEqualTo(Collections.frequency(List.of(kinds), kind));
		}
	}

	/**
	 * A test that may throw.
	 */
	interface HandlerTest {

		void run(RetriedHandler handler) throws Exception;

	}

}
