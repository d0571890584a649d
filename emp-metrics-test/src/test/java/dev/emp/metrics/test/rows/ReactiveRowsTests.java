package dev.emp.metrics.test.rows;

import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.annotation.Timed;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import dev.emp.metrics.job.MeteredJob;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of jobs that run when somebody subscribes.
 */
class ReactiveRowsTests extends Rows {

	private final Handler handler = new Handler();

	@Row(value = 4, fault = "to have started: 0")
	void publisherThatNobodySubscribesToRecordsNothing() {
		with(this.handler, (bean) -> {
			assertThat(bean.render()).isNotNull();
			assertThat(bean.frames()).isNotNull();
			assertThatJob("render").neverRan().durations(0);
			assertThatJob("frames").neverRan().durations(0);
		});
	}

	@Row(value = 4, fault = "to have completed: 2")
	void eachSubscriptionIsARun() {
		with(this.handler, (bean) -> {
			Mono<String> mono = bean.render();
			mono.subscribe();
			mono.subscribe();
			this.handler.result.tryEmitValue("done");
			assertThatJob("render").completed(2).durations(2).active(0);
		});
	}

	@Row(value = 4, fault = "to have completed: 0")
	void runOfAMonoLastsUntilItsValue() {
		with(this.handler, (bean) -> {
			bean.render().subscribe();
			assertThatJob("render").completed(0).active(1);
			this.handler.result.tryEmitValue("done");
			assertThatJob("render").completed(1).active(0);
		});
	}

	@Row(value = 4, fault = "to have completed: 0")
	void runOfAFluxLastsUntilItsLastValue() {
		with(this.handler, (bean) -> {
			bean.frames().subscribe();
			this.handler.frames.tryEmitNext("first");
			assertThatJob("frames").completed(0).active(1);
			this.handler.frames.tryEmitComplete();
			assertThatJob("frames").completed(1).active(0);
		});
	}

	@Row(value = 4, fault = "to have failed: 1")
	void publisherThatEndsByAnErrorIsFailed() {
		with(this.handler, (bean) -> {
			bean.render().onErrorComplete().subscribe();
			this.handler.result.tryEmitError(new IllegalStateException());
			assertThatJob("render").failed(1).completed(0).active(0);
		});
	}

	@Row(value = 4, fault = "to have cancelled: 1")
	void subscriptionThatIsDisposedIsCancelled() {
		with(this.handler, (bean) -> {
			Disposable subscription = bean.frames().subscribe();
			subscription.dispose();
			assertThatJob("frames").cancelled(1).completed(0).active(0);
		});
	}

	@Row(value = 4, fault = "to have failed: 2")
	void eachRetryOfAPublisherIsAnAttempt() {
		with(this.handler, (bean) -> {
			assertThat(bean.flaky().retry(2).block()).isEqualTo("done");
			assertThatJob("flaky").failed(2).completed(1).durations(3).active(0);
		});
	}

	static class Handler {

		final Sinks.One<String> result = Sinks.one();

		final Sinks.Many<String> frames = Sinks.many().multicast().onBackpressureBuffer();

		private final AtomicInteger attempts = new AtomicInteger();

		@Timed
		@MeteredJob("render")
		Mono<String> render() {
			return this.result.asMono();
		}

		@Timed
		@MeteredJob("frames")
		Flux<String> frames() {
			return this.frames.asFlux();
		}

		@Timed
		@MeteredJob("flaky")
		Mono<String> flaky() {
			return Mono.fromSupplier(() -> {
				if (this.attempts.incrementAndGet() < 3) {
					throw new IllegalStateException("not yet");
				}
				return "done";
			});
		}

	}

}
