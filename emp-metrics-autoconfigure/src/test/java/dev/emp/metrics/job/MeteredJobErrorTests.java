package dev.emp.metrics.job;

import java.io.IOException;
import java.util.concurrent.CancellationException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.OutputCaptureExtension;

import dev.emp.metrics.job.Handlers.Handler;
import dev.emp.metrics.job.Handlers.Job;
import dev.emp.metrics.job.Handlers.Report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link MeteredJob}: how calls end, and what reaches the caller.
 */
@ExtendWith(OutputCaptureExtension.class)
class MeteredJobErrorTests extends JobContext {

	@Test
	void passesACheckedExceptionOnUnchanged() {
		IOException thrown = new IOException("disk");
		withHandler(new Handler(), (handler) -> {
			assertThat(thrownBy(() -> handler.fail(thrown))).isSameAs(thrown);
			assertThat(count("jobs.processed", "status", "failed", "job.name", "fail")).isOne();
			assertThat(records("job.duration", "status", "failed")).isOne();
			assertThat(count("errors", "error.type", "unknown", "error.name", "IOException", "job.name", "fail"))
				.isOne();
		});
	}

	@Test
	void countsCancellationAndInterruptionAsCancelled() {
		withHandler(new Handler(), (handler) -> {
			thrownBy(() -> handler.fail(new CancellationException()));
			thrownBy(() -> handler.fail(new InterruptedException()));
			thrownBy(() -> handler.fail(new IllegalStateException(new InterruptedException())));
			assertThat(count("jobs.processed", "status", "cancelled")).isEqualTo(3);
			assertThat(count("jobs.processed", "status", "failed")).isZero();
			assertThat(count("errors", "error.type", "cancelled")).isEqualTo(3);
		});
	}

	@Test
	void countsAnErrorOfTheVirtualMachineAndPassesItOn() {
		OutOfMemoryError error = new OutOfMemoryError("Java heap space");
		withHandler(new Handler(), (handler) -> {
			assertThat(thrownBy(() -> handler.fail(error))).isSameAs(error);
			assertThat(count("errors", "error.type", "memory", "error.name", "OutOfMemoryError")).isOne();
			assertThat(gauge("jobs.active", "job.name", "fail")).isZero();
		});
	}

	@Test
	void countsAnExceptionWithoutAStackTrace() {
		withHandler(new Handler(), (handler) -> {
			Stackless error = new Stackless();
			assertThat(thrownBy(() -> handler.fail(error))).isSameAs(error);
			assertThat(error.getStackTrace()).isEmpty();
			assertThat(count("errors", "job.name", "fail", "error.name", "Stackless")).isOne();
		});
	}

	@Test
	void countsAHandlerWhoseStackOverflows() {
		withHandler(new Recursive(), (handler) -> {
			assertThat(thrownBy(() -> handler.descend(0))).isInstanceOf(StackOverflowError.class);
			assertThat(count("jobs.processed", "job.name", "descend", "status", "failed")).isOne();
			assertThat(gauge("jobs.active", "job.name", "descend")).isZero();
			assertThat(records("job.duration")).isOne();
		});
	}

	@Test
	void countsAFalseOutcomeAsFailedWithoutAnError() {
		withHandler(new Handler(), (handler) -> {
			handler.report(new Report(false, 5));
			handler.report(new Report(true, 7));
			handler.report(null);
			assertThat(count("jobs.processed", "job.name", "report", "status", "failed")).isOne();
			assertThat(count("jobs.processed", "job.name", "report", "status", "completed")).isEqualTo(1 + 1);
			assertThat(this.registry.find("errors").meters()).isEmpty();
		});
	}

	@Test
	void readsAttemptsOfABrokerThatDeliversAgain() {
		withHandler(new Handler(), (handler) -> {
			handler.waited(null, 1, 3);
			handler.waited(null, 2, 3);
			thrownBy(() -> handler.retried(1, 3));
			thrownBy(() -> handler.retried(2, 3));
			thrownBy(() -> handler.retried(3, 3));
			thrownBy(() -> handler.retried(1, 1));
			assertThat(count("job.outcomes", "kind", "success_first")).isOne();
			assertThat(count("job.outcomes", "kind", "success_after_retry")).isOne();
			assertThat(count("job.outcomes", "kind", "failed_exhausted")).isOne();
			assertThat(count("job.outcomes", "kind", "failed_no_retry")).isOne();
			assertThat(count("job.outcomes")).isEqualTo(4);
			assertThat(count("job.retries")).isEqualTo(3);
			assertThat(count("jobs.processed", "status", "failed")).isEqualTo(4);
		});
	}

	@Test
	void countsARunThatTheHandlerEndedOnce() {
		Handler ending = new Handler();
		ending.work = () -> JobRun.current().cancel();
		withHandler(ending, (handler) -> {
			handler.named();
			assertThat(count("jobs.processed", "status", "cancelled")).isOne();
			assertThat(count("jobs.processed", "status", "completed")).isZero();
		});
	}

	@Test
	void keepsTheInterruptOfTheThread() {
		withHandler(new Handler(), (handler) -> {
			Thread.currentThread().interrupt();
			handler.render(new Job("high"));
			assertThat(Thread.interrupted()).isTrue();
		});
	}

	@Test
	void declaresNoExceptionOfItsOwn() {
		withHandler(new Handler(),
				(handler) -> assertThatExceptionOfType(IllegalStateException.class)
					.isThrownBy(() -> handler.fail(new IllegalStateException("as it is")))
					.withMessage("as it is")
					.withNoCause());
	}

	/**
	 * As made by code that throws often.
	 */
	private static final class Stackless extends RuntimeException {

		Stackless() {
			super("no trace", null, false, false);
		}

	}

	/**
	 * Never comes to an end.
	 */
	static class Recursive {

		@MeteredJob("descend")
		int descend(int depth) {
			return (depth < 0) ? 0 : descend(depth + 1) + 1;
		}

	}

}
