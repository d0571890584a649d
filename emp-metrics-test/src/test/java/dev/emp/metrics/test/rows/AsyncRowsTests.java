package dev.emp.metrics.test.rows;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;

import io.micrometer.core.annotation.Timed;
import org.awaitility.Awaitility;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;

import dev.emp.metrics.job.MeteredJob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of jobs whose end comes after the return of their handler.
 */
class AsyncRowsTests extends Rows {

	private final Handler handler = new Handler();

	@Row(value = 1, fault = "to refer to the same object")
	void callerGetsTheVeryFutureOfTheHandler() {
		with(this.handler, (bean) -> assertThat(bean.render()).isSameAs(this.handler.work));
	}

	@Row(value = 1, fault = "to be cancelled")
	void cancelReachesTheFutureOfTheHandler() {
		with(this.handler, (bean) -> {
			bean.render().cancel(true);
			assertThat(this.handler.work).isCancelled();
		});
	}

	@Row(value = 2, fault = "to have cancelled: 1")
	void futureThatTheCallerCancelsIsCancelledOnce() {
		with(this.handler, (bean) -> {
			bean.render().cancel(true);
			this.handler.work.complete("too late");
			assertThatJob("render").cancelled(1).completed(0).failed(0).durations(1);
		});
	}

	@Row(value = 2, fault = "to have active: 0")
	void futureThatTheCallerCancelsIsNoLongerActive() {
		with(this.handler, (bean) -> {
			bean.watched().cancel(true);
			this.handler.work.complete("too late");
			assertThatJob("watched").active(0);
		});
	}

	@Row(value = 3, fault = "to have completed: 0")
	void futureDeclaredAsAnObjectIsTimedToItsCompletion() {
		with(this.handler, (bean) -> {
			assertThat(bean.anything()).isNotNull();
			assertTimedToCompletion("anything");
		});
	}

	@Row(value = 3, fault = "to have completed: 0")
	void futureDeclaredAsAFutureIsTimedToItsCompletion() {
		with(this.handler, (bean) -> {
			assertThat(bean.future()).isNotNull();
			assertTimedToCompletion("future");
		});
	}

	private void assertTimedToCompletion(String job) {
		assertThatJob(job).completed(0).active(1);
		this.handler.work.complete("done");
		assertThatJob(job).completed(1).active(0);
	}

	@Row(value = 10, fault = "[\"TimeoutException\"]")
	void errorHasOneNameHoweverItComes() {
		RuntimeException error = new IllegalStateException(new TimeoutException());
		with(this.handler, (bean) -> {
			this.handler.work.completeExceptionally(error);
			assertThat(bean.render()).isCompletedExceptionally();
			assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> bean.fail(error));
			assertThat(values("errors", "render", "error.name")).isEqualTo(values("errors", "fail", "error.name"));
			assertThatJob("render").hasError("timeout", 1);
			assertThatJob("fail").hasError("timeout", 1);
		});
	}

	@Row(value = 10, fault = "ExecutionException")
	void wrappersAreTakenOffAnError() {
		Exception error = new ExecutionException(new CompletionException(new TimeoutException()));
		with(this.handler, (bean) -> {
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> bean.fail(error)).isSameAs(error);
			assertThat(values("errors", "fail", "error.name")).containsExactly("TimeoutException");
		});
	}

	@Row(value = 12, onlyOurs = "the aspects, as Boot wires them, run on that thread as well")
	void asyncJobIsMeteredOnItsOwnThread() {
		metered().withUserConfiguration(AsyncConfiguration.class).run(this::assertMeteredOnItsOwnThread);
	}

	@Row(value = 12, onlyOurs = "the aspects are proxied first and so keep the order as well")
	void asyncJobIsMeteredOnItsOwnThreadWhateverTheOrder() {
		metered().withUserConfiguration(EarlyAsyncConfiguration.class).run(this::assertMeteredOnItsOwnThread);
	}

	private void assertMeteredOnItsOwnThread(AssertableApplicationContext context) {
		Background background = context.getBean(Background.class);
		background.run();
		assertThatJob("run").completed(0);
		background.release();
		Awaitility.await().untilAsserted(() -> assertThatJob("run").completed(1).active(0));
	}

	static class Handler {

		final CompletableFuture<String> work = new CompletableFuture<>();

		@Timed
		@MeteredJob("render")
		CompletableFuture<String> render() {
			return this.work;
		}

		@Timed(longTask = true)
		@MeteredJob("watched")
		CompletableFuture<String> watched() {
			return this.work;
		}

		@Timed
		@MeteredJob("anything")
		@SuppressWarnings("FutureReturnValueIgnored")
		Object anything() {
			return this.work;
		}

		@Timed
		@MeteredJob("future")
		Future<String> future() {
			return this.work;
		}

		@Timed
		@MeteredJob("fail")
		void fail(Exception error) throws Exception {
			throw error;
		}

	}

	static class Background {

		private final CountDownLatch released;

		Background(CountDownLatch released) {
			this.released = released;
		}

		@Async
		@Timed
		@MeteredJob("run")
		void run() {
			try {
				this.released.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

		void release() {
			this.released.countDown();
		}

	}

	@EnableAsync
	@Configuration(proxyBeanMethods = false)
	static class AsyncConfiguration {

		@Bean
		Background background() {
			return new Background(new CountDownLatch(1));
		}

	}

	@EnableAsync(order = Ordered.HIGHEST_PRECEDENCE)
	@Configuration(proxyBeanMethods = false)
	static class EarlyAsyncConfiguration extends AsyncConfiguration {

	}

}
