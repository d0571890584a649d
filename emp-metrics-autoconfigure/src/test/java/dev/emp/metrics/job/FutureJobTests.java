package dev.emp.metrics.job;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for handlers that return a future.
 */
@SuppressWarnings("FutureReturnValueIgnored")
class FutureJobTests extends JobContext {

	private final Handler handler = new Handler();

	@Test
	void givesTheCallerTheVeryFutureOfTheHandler() {
		withHandler(this.handler, (handler) -> {
			OwnFuture own = new OwnFuture();
			assertThat(handler.later(own)).isSameAs(own);
			own.complete("done");
			assertThat(handler.later(own)).isSameAs(own);
			own = new OwnFuture();
			own.completeExceptionally(new IllegalStateException());
			assertThat(handler.later(own)).isSameAs(own);
		});
	}

	@Test
	void isActiveUntilTheFutureCompletes() {
		withHandler(this.handler, (handler) -> {
			CompletableFuture<String> future = new CompletableFuture<>();
			handler.later(future);
			this.clock.add(Duration.ofSeconds(3));
			assertThat(gauge("jobs.active", "job.name", "later")).isEqualTo(1);
			assertThat(gauge("job.active.age.max", "job.name", "later")).isEqualTo(3);
			assertThat(count("jobs.processed", "status", "completed")).isZero();
			future.complete("done");
			assertThat(gauge("jobs.active", "job.name", "later")).isZero();
			assertThat(count("jobs.processed", "status", "completed")).isOne();
			assertThat(this.registry.get("job.duration").timer().max(TimeUnit.SECONDS)).isEqualTo(3);
		});
	}

	@Test
	void looksAtTheResultAndNotAtTheDeclaredType() {
		withHandler(this.handler, (handler) -> {
			CompletableFuture<String> future = new CompletableFuture<>();
			handler.object(future);
			handler.future(future);
			assertThat(count("jobs.processed", "status", "completed")).isZero();
			future.complete("done");
			assertThat(count("jobs.processed", "status", "completed")).isEqualTo(2);
			handler.object("plain");
			assertThat(count("jobs.processed", "status", "completed")).isEqualTo(3);
		});
	}

	@Test
	void countsAFutureThatTheCallerCancelsAsCancelled() {
		withHandler(this.handler, (handler) -> {
			CompletableFuture<String> source = new CompletableFuture<>();
			handler.later(source).cancel(true);
			assertThat(source).isCancelled();
			assertThat(count("jobs.processed", "status", "cancelled")).isOne();
			assertThat(gauge("jobs.active", "job.name", "later")).isZero();
		});
	}

	@Test
	void classifiesTheErrorThatTheFutureFailedWith() {
		withHandler(this.handler, (handler) -> {
			CompletableFuture<String> source = new CompletableFuture<>();
			handler.later(source.thenApply((value) -> value));
			source.completeExceptionally(new CompletionException(new TimeoutException()));
			assertThat(count("errors", "error.type", "timeout", "error.name", "TimeoutException")).isOne();
			assertThat(count("jobs.processed", "status", "failed")).isOne();
		});
	}

	@Test
	void evaluatesTheResultOnceItIsThere() {
		withHandler(new Sized(), (handler) -> {
			CompletableFuture<String> future = new CompletableFuture<>();
			handler.sized(future);
			future.complete("four");
			handler.sized(CompletableFuture.completedFuture("eleven char"));
			assertThat(this.registry.get("job.output.size").summary().totalAmount()).isEqualTo(11);
			assertThat(count("jobs.processed", "status", "failed", "size", "4")).isOne();
			assertThat(count("jobs.processed", "status", "completed", "size", "11")).isOne();
		}, "emp.metrics.job.tag-keys=size");
	}

	@Test
	void countsAFutureThatNobodyHoldsAnyMoreAsCancelled() {
		withHandler(this.handler, (handler) -> {
			handler.later(new CompletableFuture<>());
			handler.later(new CompletableFuture<>());
			Awaitility.await().untilAsserted(() -> {
				System.gc();
				assertThat(gauge("jobs.active", "job.name", "later")).isZero();
			});
			assertThat(count("jobs.processed", "status", "cancelled")).isEqualTo(2);
			assertThat(gauge("job.active.age.max", "job.name", "later")).isZero();
		});
	}

	@Test
	void endsWhatNeverCompletesAsCancelledWhereTheContextCloses() {
		CompletableFuture<String> future = new CompletableFuture<>();
		List<FinishedJob> finished = new ArrayList<>();
		runner().withBean(Handler.class, () -> this.handler)
			.withBean(JobListener.class, () -> finished::add)
			.run((context) -> context.getBean(Handler.class).later(future));
		assertThat(finished).extracting(FinishedJob::status).containsExactly(JobStatus.CANCELLED);
		future.complete("late");
		assertThat(finished).hasSize(1);
	}

	@Test
	void followsAStageThatRefusesToBeAsked() {
		runner().run((context) -> {
			JobRecorder recorder = context.getBean(JobRecorder.class);
			CompletionStage<String> stage = CompletableFuture.completedStage("done");
			Object returned = recorder.record(JobInfo.of("minimal"), () -> stage);
			assertThat(returned).isSameAs(stage);
			recorder.record(JobInfo.of("minimal"), () -> CompletableFuture.failedStage(new IOException()));
			CompletableFuture<String> source = new CompletableFuture<>();
			recorder.record(JobInfo.of("minimal"), source::minimalCompletionStage);
			assertThat(gauge("jobs.active", "job.name", "minimal")).isOne();
			source.complete("done");
			assertThat(count("jobs.processed", "status", "completed")).isEqualTo(2);
			assertThat(count("jobs.processed", "status", "failed")).isOne();
			assertThat(gauge("jobs.active", "job.name", "minimal")).isZero();
		});
	}

	@Test
	void waitsForAStageThatIsDroppedWhileItsSourceHoldsTheCallBack() {
		withHandler(new Handler(), (handler) -> {
			Source source = new Source();
			WeakReference<Object> stage = new WeakReference<>(handler.object(source.stage()));
			Awaitility.await().untilAsserted(() -> {
				System.gc();
				assertThat(stage.get()).isNull();
			});
			assertThat(gauge("jobs.active", "job.name", "object")).isOne();
			source.complete();
			assertThat(count("jobs.processed", "job.name", "object", "status", "completed")).isOne();
		});
	}

	@Test
	void countsAStageThatRefusesToBeWatchedAsItReturned() {
		withHandler(this.handler, (handler) -> {
			CompletableFuture<String> refusing = new CompletableFuture<>() {
				@Override
				public CompletableFuture<String> whenComplete(BiConsumer<? super String, ? super Throwable> action) {
					throw new UnsupportedOperationException("no listeners");
				}
			};
			assertThat(handler.later(refusing)).isSameAs(refusing);
			assertThat(count("jobs.processed", "status", "completed")).isOne();
			assertThat(gauge("jobs.active", "job.name", "later")).isZero();
		});
	}

	@Test
	void measuresWorkOfTheRecorderToItsEnd() {
		runner().run((context) -> {
			CompletableFuture<String> future = new CompletableFuture<>();
			CompletableFuture<String> returned = context.getBean(JobRecorder.class)
				.record(JobInfo.of("recorded"), () -> future);
			assertThat(returned).isSameAs(future);
			assertThat(gauge("jobs.active", "job.name", "recorded")).isOne();
			future.cancel(false);
			assertThat(count("jobs.processed", "job.name", "recorded", "status", "cancelled")).isOne();
		});
	}

	@Test
	void leavesTheThreadOfTheCallerAsItWas() {
		withHandler(this.handler, (handler) -> {
			handler.later(new CompletableFuture<>());
			assertThat(JobRun.current()).isSameAs(JobRun.NONE);
			assertThat(this.handler.current).isNotSameAs(JobRun.NONE);
		});
	}

	@Test
	void throwsACancellationOfTheCallerUnchanged() {
		withHandler(this.handler, (handler) -> {
			CompletableFuture<String> future = handler.later(new CompletableFuture<>());
			future.cancel(true);
			assertThat(thrownBy(future::join)).isInstanceOf(CancellationException.class);
		});
	}

	/**
	 * Handlers that return before their work is done.
	 */
	static class Handler {

		@Nullable JobRun current;

		@MeteredJob("later")
		CompletableFuture<String> later(CompletableFuture<String> future) {
			this.current = JobRun.current();
			return future;
		}

		@MeteredJob("object")
		Object object(Object result) {
			return result;
		}

		@MeteredJob("future")
		Future<String> future(Future<String> result) {
			return result;
		}

	}

	/**
	 * A handler whose attributes speak of the result.
	 */
	static class Sized {

		@MeteredJob(value = "sized", outputSize = "#{#result.length}", outcome = "#{#result.length > 4}",
				tags = "size=#{#result.length}")
		CompletionStage<String> sized(CompletableFuture<String> future) {
			return future;
		}

	}

	/**
	 * Has stages and keeps of them what they are to call.
	 */
	private static final class Source {

		private final List<BiConsumer<? super String, ? super Throwable>> callBacks = new ArrayList<>();

		CompletionStage<String> stage() {
			List<BiConsumer<? super String, ? super Throwable>> kept = this.callBacks;
			return new CompletableFuture<>() {

				@Override
				public CompletableFuture<String> whenComplete(BiConsumer<? super String, ? super Throwable> action) {
					kept.add(action);
					return new CompletableFuture<>();
				}

			};
		}

		@SuppressWarnings("NullAway")
		void complete() {
			this.callBacks.forEach((callBack) -> callBack.accept("done", null));
		}

	}

	/**
	 * A future with a type of its own.
	 */
	static final class OwnFuture extends CompletableFuture<String> {

	}

}
