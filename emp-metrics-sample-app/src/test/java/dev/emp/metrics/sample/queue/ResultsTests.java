package dev.emp.metrics.sample.queue;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Results}.
 */
class ResultsTests {

	private static final JobResult RESULT = () -> 7;

	static Object[] results() {
		return new Object[] { RESULT, CompletableFuture.completedFuture(RESULT),
				CompletableFuture.completedStage(RESULT), Mono.just(RESULT) };
	}

	static Object[] failures() {
		IOException failure = new IOException("disk full");
		return new Object[] { CompletableFuture.failedFuture(failure), Mono.error(failure) };
	}

	@ParameterizedTest
	@MethodSource("results")
	void givesTheResultHoweverItComes(Object returned) throws Throwable {
		assertThat(Results.await(returned)).isSameAs(RESULT);
	}

	@ParameterizedTest
	@MethodSource("failures")
	void throwsWhatTheWorkFailedWith(Object returned) {
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> Results.await(returned)).withMessage("disk full");
	}

	@Test
	void cancelsTheWorkOfAWorkerThatStops() {
		CompletableFuture<JobResult> future = new CompletableFuture<>();
		AtomicBoolean cancelled = new AtomicBoolean();
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> Results.await(future));
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(InterruptedException.class)
			.isThrownBy(() -> Results.await(Mono.never().doOnCancel(() -> cancelled.set(true))));
		assertThat(future).isCancelled();
		assertThat(cancelled).isTrue();
	}

}
