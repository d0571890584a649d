package dev.emp.metrics.job;

import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.reactivestreams.Publisher;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import reactor.core.Disposable;
import reactor.core.publisher.ConnectableFlux;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for handlers that return a publisher.
 */
@ExtendWith(OutputCaptureExtension.class)
class PublisherJobTests extends JobContext {

	@Test
	void recordsNothingUntilSomebodySubscribes() {
		withHandler(new Handler(), (handler) -> {
			Mono<String> mono = handler.mono(Mono.just("done"));
			assertCounts(0, 0, 0, 0);
			assertThat(mono.block()).isEqualTo("done");
			assertCounts(1, 1, 0, 0);
		});
	}

	@Test
	void recordsARunForEachSubscription() {
		withHandler(new Handler(), (handler) -> {
			Mono<String> mono = handler.mono(Mono.just("done"));
			mono.block();
			mono.block();
			assertCounts(2, 2, 0, 0);
		});
	}

	@Test
	void isActiveFromTheSubscriptionToTheEnd() {
		withHandler(new Handler(), (handler) -> {
			Sinks.One<String> sink = Sinks.one();
			Mono<String> mono = handler.mono(sink.asMono());
			this.clock.add(Duration.ofHours(1));
			mono.subscribe();
			this.clock.add(Duration.ofSeconds(3));
			assertThat(gauge("jobs.active", "job.name", "mono")).isOne();
			assertThat(gauge("job.active.age.max", "job.name", "mono")).isEqualTo(3);
			sink.tryEmitValue("done");
			assertThat(gauge("jobs.active", "job.name", "mono")).isZero();
			assertThat(this.registry.get("job.duration").timer().totalTime(TimeUnit.SECONDS)).isEqualTo(3);
		});
	}

	@Test
	void countsAnEmptyPublisherAsCompletedAndAnErrorAsFailed() {
		withHandler(new Handler(), (handler) -> {
			assertThat(handler.mono(Mono.empty()).block()).isNull();
			assertThat(handler.flux(Flux.empty()).collectList().block()).isEmpty();
			IllegalStateException error = new IllegalStateException();
			assertThat(thrownBy(() -> handler.mono(Mono.error(error)).block())).isSameAs(error);
			assertThat(thrownBy(() -> handler.flux(Flux.just("one").concatWith(Mono.error(error))).blockLast()))
				.isSameAs(error);
			assertCounts(4, 2, 2, 0);
			assertThat(count("errors", "error.name", "IllegalStateException")).isEqualTo(2);
		});
	}

	@Test
	void countsASubscriptionThatIsCancelledAsCancelled() {
		withHandler(new Handler(), (handler) -> {
			AtomicInteger upstream = new AtomicInteger();
			Disposable first = handler.mono(Mono.<String>never().doOnCancel(upstream::incrementAndGet)).subscribe();
			Disposable second = handler.flux(Flux.<String>never().doOnCancel(upstream::incrementAndGet)).subscribe();
			first.dispose();
			second.dispose();
			assertThat(upstream).hasValue(2);
			assertCounts(2, 0, 0, 2);
			assertThat(gauge("jobs.active", "job.name", "mono")).isZero();
		});
	}

	@Test
	void countsAMonoThatGaveItsValueAsCompletedThoughItIsCancelled() {
		withHandler(new Handler(), (handler) -> {
			Mono<String> mono = handler.mono(Mono.from(Flux.just("done").concatWith(Mono.never())));
			assertThat(mono.flux().next().block()).isEqualTo("done");
			assertCounts(1, 1, 0, 0);
		});
	}

	@Test
	void countsEachAttemptOfReactorsRetry() {
		withHandler(new Handler(), (handler) -> {
			AtomicInteger calls = new AtomicInteger();
			Mono<String> mono = handler.mono(Mono.fromCallable(() -> {
				if (calls.incrementAndGet() < 3) {
					throw new IllegalStateException();
				}
				return "done";
			}));
			assertThat(mono.retry(5).block()).isEqualTo("done");
			assertCounts(3, 1, 2, 0);
		});
	}

	@Test
	void leavesTheContextOfTheSubscriberAsItIs() {
		withHandler(new Handler(), (handler) -> {
			Mono<String> mono = handler.mono(Mono.deferContextual((context) -> Mono.just(context.get("tenant"))));
			assertThat(mono.contextWrite((context) -> context.put("tenant", "acme")).block()).isEqualTo("acme");
			assertThat(handler
				.mono(Mono.deferContextual((context) -> Mono.just("inner " + context.get("tenant")))
					.contextWrite((context) -> context.put("tenant", "own")))
				.block()).isEqualTo("inner own");
		});
	}

	@Test
	void givesExpressionsTheLastValue() {
		withHandler(new PublisherHandler(), (handler) -> {
			handler.mono(Mono.just("four")).block();
			handler.flux(Flux.just("1", "two and three")).blockLast();
			handler.mono(Mono.empty()).block();
			assertThat(count("jobs.processed", "status", "completed", "size", "4")).isOne();
			assertThat(count("jobs.processed", "status", "completed", "size", "13")).isOne();
			assertThat(count("jobs.processed", "status", "completed", "size", "unknown")).isOne();
		}, "emp.metrics.job.tag-keys=size");
	}

	@Test
	void readsTheArgumentsAnewForEachSubscription() {
		withHandler(new PublisherHandler(), (handler) -> {
			List<String> queue = new ArrayList<>(List.of("first"));
			Mono<String> mono = handler.supplied(() -> queue.get(0));
			mono.block();
			queue.set(0, "second");
			mono.block();
			assertThat(values("job.duration", "queue")).containsExactly("first", "second");
		}, "emp.metrics.job.tag-keys=size");
	}

	@Test
	void countsAHandlerThatThrowsBeforeThereIsAPublisher() {
		withHandler(new Handler(), (handler) -> {
			assertThat(thrownBy(() -> handler.mono(null))).isInstanceOf(NullPointerException.class);
			assertCounts(1, 0, 1, 0);
			assertThat(gauge("jobs.active", "job.name", "mono")).isZero();
		});
	}

	@Test
	void metersWhatIsDeclaredAsObjectFromItsFirstSubscription() {
		withHandler(new Handler(), (handler) -> {
			Mono<?> mono = (Mono<?>) handler.object(Mono.just("done"));
			assertThat(count("jobs.processed", "status", "started")).isOne();
			mono.block();
			mono.block();
			assertCounts(2, 2, 0, 0);
			assertThat(handler.object("plain")).isEqualTo("plain");
			assertCounts(3, 3, 0, 0);
		});
	}

	@Test
	void endsAnObjectThatNobodySubscribesToAsCancelled() {
		withHandler(new Handler(), (handler) -> {
			handler.object(Mono.never());
			Awaitility.await().untilAsserted(() -> {
				System.gc();
				assertThat(gauge("jobs.active", "job.name", "object")).isZero();
			});
			assertCounts(1, 0, 0, 1);
		});
	}

	@Test
	void isTheCurrentRunOfWhatTheSubscriptionDoesAtOnce() {
		withHandler(new Handler(), (handler) -> {
			List<JobRun> seen = new ArrayList<>();
			handler.mono(Mono.fromCallable(() -> {
				seen.add(JobRun.current());
				return "done";
			})).block();
			assertThat(seen).hasSize(1).doesNotContain(JobRun.NONE);
			assertThat(JobRun.current()).isSameAs(JobRun.NONE);
		});
	}

	@Test
	void givesTheBodyOfTheHandlerTheRunOfTheFirstSubscription() {
		withHandler(new Handler(), (handler) -> {
			handler.progressing().block();
			assertThat(this.registry.get("job.input.size").summary().totalAmount()).isEqualTo(7);
		});
	}

	@Test
	void countsATypeThatNoWrapperHasAsItReturned(CapturedOutput output) {
		withHandler(new Handler(), (handler) -> {
			ConnectableFlux<String> source = Flux.just("done").publish();
			assertThat(handler.connectable(source)).isSameAs(source);
			assertThat(count("jobs.processed", "job.name", "connectable", "status", "completed")).isOne();
			assertThat(output).containsOnlyOnce("ConnectableFlux");
		});
	}

	@Test
	void givesBackWhatACallerMayTakeForMoreThanAPublisher() {
		runner().run((context) -> {
			JobRecorder recorder = context.getBean(JobRecorder.class);
			ConnectableFlux<String> flux = recorder.record(JobInfo.of("more"), () -> Flux.just("done").publish());
			BodyPublisher body = recorder.record(JobInfo.of("more"), () -> BodyPublishers.ofString("done"));
			assertThat(flux).isNotNull();
			assertThat(body).isNotNull();
			assertThat(count("jobs.processed", "status", "completed")).isEqualTo(2);
			assertThat(gauge("jobs.active", "job.name", "more")).isZero();
		});
	}

	@Test
	void metersAPlainPublisherAndWorkOfTheRecorder() {
		withHandler(new Handler(), (handler) -> {
			assertThat(Flux.from(handler.publisher(Flux.just("one", "two"))).collectList().block()).hasSize(2);
			assertCounts(1, 1, 0, 0);
		});
		runner().run((context) -> {
			Mono<String> mono = context.getBean(JobRecorder.class)
				.record(JobInfo.of("recorded"), () -> Mono.just("done"));
			assertThat(mono.block()).isEqualTo("done");
			assertThat(mono.block()).isEqualTo("done");
			assertThat(count("jobs.processed", "job.name", "recorded", "status", "completed")).isEqualTo(2);
		});
	}

	private void assertCounts(int started, int completed, int failed, int cancelled) {
		assertThat(count("jobs.processed", "status", "started")).isEqualTo(started);
		assertThat(count("jobs.processed", "status", "completed")).isEqualTo(completed);
		assertThat(count("jobs.processed", "status", "failed")).isEqualTo(failed);
		assertThat(count("jobs.processed", "status", "cancelled")).isEqualTo(cancelled);
		assertThat(records("job.duration")).isEqualTo(completed + failed + cancelled);
	}

	/**
	 * Handlers that return publishers.
	 */
	static class Handler {

		@MeteredJob("mono")
		Mono<String> mono(@Nullable Mono<String> work) {
			return Objects.requireNonNull(work).map((value) -> value);
		}

		@MeteredJob("flux")
		Flux<String> flux(Flux<String> work) {
			return work;
		}

		@MeteredJob("publisher")
		Publisher<String> publisher(Flux<String> work) {
			return work;
		}

		@MeteredJob("object")
		Object object(Object work) {
			return work;
		}

		@MeteredJob("connectable")
		ConnectableFlux<String> connectable(ConnectableFlux<String> work) {
			return work;
		}

		@MeteredJob("progressing")
		Mono<String> progressing() {
			JobRun run = JobRun.current();
			return Mono.fromCallable(() -> {
				run.inputBytes(7);
				return "done";
			});
		}

	}

}
