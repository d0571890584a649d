package dev.emp.metrics.job;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.task.TaskRejectedException;
import org.springframework.resilience.annotation.ConcurrencyLimit;
import org.springframework.scheduling.annotation.Async;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for jobs that wait for a limit or a thread, or are refused by one.
 */
class LimitedJobTests extends ChainContext {

	@ParameterizedTest
	@MethodSource("corners")
	void leavesTheWaitForALimitOutOfTheDuration(Chain chain) {
		OneAtATime handler = new OneAtATime();
		runner(chain, handler).run((context) -> {
			Work work = context.getBean(Work.class);
			CompletableFuture<Void> first = inAThread(() -> call(work, "wait"));
			handler.inside.await();
			AtomicReference<@Nullable Thread> waiting = new AtomicReference<>();
			CompletableFuture<Void> second = inAThread(() -> {
				waiting.set(Thread.currentThread());
				call(work, "go");
			});
			Awaitility.await().until(() -> isWaiting(waiting.get()));
			assertThat(count("jobs.processed", "status", "started")).isOne();
			assertThat(gauge("jobs.active", "job.name", "one")).isOne();
			this.clock.addSeconds(60);
			handler.open.countDown();
			CompletableFuture.allOf(first, second).join();
			assertAttempts("one", 2, 0);
			// the first was inside for a minute, the second outside
			assertThat(seconds("one")).isEqualTo(60);
		});
	}

	@ParameterizedTest
	@MethodSource("corners")
	void leavesACallThatALimitRejectsToItsCaller(Chain chain) {
		Rejecting handler = new Rejecting();
		runner(chain, handler).withBean(Caller.class).run((context) -> {
			Work work = context.getBean(Work.class);
			CompletableFuture<Void> first = inAThread(() -> call(work, "wait"));
			handler.inside.await();
			assertThat(thrownBy(context.getBean(Caller.class)::run)).isInstanceOf(RejectedExecutionException.class);
			handler.open.countDown();
			first.join();
			assertAttempts("rejecting", 1, 0);
			assertAttempts("caller", 0, 1);
			assertThat(count("errors", "job.name", "caller", "error.type", "rejected")).isOne();
			assertThat(count("errors")).isOne();
		});
	}

	@ParameterizedTest
	@MethodSource("corners")
	void leavesACallThatAFullPoolRejectsToItsCaller(Chain chain) {
		InPool handler = new InPool();
		runner(chain, handler).withBean(Caller.class).run((context) -> {
			Work work = context.getBean(Work.class);
			CompletableFuture<?> first = (CompletableFuture<?>) work.run("wait");
			handler.inside.await();
			assertThat(thrownBy(context.getBean(Caller.class)::run)).isInstanceOf(TaskRejectedException.class);
			handler.open.countDown();
			assertThat(first).isNotNull();
			first.join();
			assertAttempts("pooled", 1, 0);
			assertAttempts("caller", 0, 1);
			assertThat(count("errors", "job.name", "caller", "error.type", "rejected")).isOne();
			assertThat(count("errors")).isOne();
		});
	}

	private static CompletableFuture<Void> inAThread(Runnable task) {
		// the common pool may have one thread, which the first call keeps
		return CompletableFuture.runAsync(task, (command) -> new Thread(command).start());
	}

	private static boolean isWaiting(@Nullable Thread thread) {
		return thread != null && (thread.getState() == Thread.State.WAITING);
	}

	private static void call(Work work, String text) {
		try {
			work.run(text);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Waits inside where the text says so.
	 */
	public abstract static class Waiting {

		final CountDownLatch inside = new CountDownLatch(1);

		final CountDownLatch open = new CountDownLatch(1);

		void work(String text) throws InterruptedException {
			if (text.equals("wait")) {
				this.inside.countDown();
				this.open.await();
			}
		}

	}

	public interface OneWork extends Work {

		// a proxy by interface sees what the interface says
		@Override
		@ConcurrencyLimit(1)
		@Nullable Object run(String text) throws Exception;

	}

	public static class OneAtATime extends Waiting implements OneWork {

		@Override
		@MeteredJob("one")
		public Object run(String text) throws Exception {
			work(text);
			return text;
		}

	}

	public interface RejectingWork extends Work {

		@Override
		@ConcurrencyLimit(limit = 1, policy = ConcurrencyLimit.ThrottlePolicy.REJECT)
		@Nullable Object run(String text) throws Exception;

	}

	public static class Rejecting extends Waiting implements RejectingWork {

		@Override
		@MeteredJob("rejecting")
		public Object run(String text) throws Exception {
			work(text);
			return text;
		}

	}

	public interface FutureWork extends Work {

		@Override
		CompletableFuture<String> run(String text) throws Exception;

	}

	public static class InPool extends Waiting implements FutureWork {

		@Override
		@Async("taskExecutor")
		@MeteredJob("pooled")
		public CompletableFuture<String> run(String text) throws Exception {
			work(text);
			return CompletableFuture.completedFuture(text);
		}

	}

	public static class Caller {

		private final Work work;

		Caller(Work work) {
			this.work = work;
		}

		@MeteredJob("caller")
		public void run() throws Exception {
			this.work.run("go");
		}

	}

}
