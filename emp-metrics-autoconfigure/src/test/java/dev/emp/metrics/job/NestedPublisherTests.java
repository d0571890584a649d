package dev.emp.metrics.job;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what the subscriber of a metered publisher does with values and with the end:
 * that is the subscriber's work, and not the job's.
 */
class NestedPublisherTests extends JobContext {

	private final List<JobRun> inside = new ArrayList<>();

	@Test
	void subscriberOutsideAnyJobIsOutsideStill() {
		withHandler(new Handler(this.inside), (handler) -> {
			List<JobRun> seen = new ArrayList<>();
			handler.numbers()
				.doOnNext((number) -> seen.add(JobRun.current()))
				.doOnComplete(() -> seen.add(JobRun.current()))
				.blockLast();
			handler.one().doOnNext((number) -> seen.add(JobRun.current())).block();
			assertThat(seen).hasSize(7).containsOnly(JobRun.NONE);
			assertThat(this.inside).hasSize(6).doesNotContain(JobRun.NONE);
		});
	}

	@Test
	void subscriberWithinAnotherJobStaysWithinThat() {
		withHandler(new Handler(this.inside), (handler) -> {
			handler.synchronous(handler);
			assertThat(this.registry.get("job.output.size").tag("job.name", "synchronous").summary().totalAmount())
				.isEqualTo(9);
			assertThat(this.registry.find("job.progress.age.max").tag("job.name", "synchronous").timeGauge())
				.isNotNull();
			assertThat(this.registry.find("job.progress.age.max").tag("job.name", "numbers").timeGauge()).isNull();
			handler.outer(handler).block();
			assertThat(this.registry.get("job.output.size").tag("job.name", "outer").summary().totalAmount())
				.isEqualTo(77);
			assertThat(JobRun.current()).isSameAs(JobRun.NONE);
		});
	}

	@Test
	void subscriberThatRequestsEachValueStaysOutside() {
		withHandler(new Handler(this.inside), (handler) -> {
			List<JobRun> seen = new ArrayList<>();
			handler.numbers().limitRate(1).concatMap(Mono::just).subscribe((number) -> seen.add(JobRun.current()));
			assertThat(seen).hasSize(5).containsOnly(JobRun.NONE);
			assertThat(JobRun.current()).isSameAs(JobRun.NONE);
		});
	}

	@Test
	void countsSubscribersThatComeAtOnceWithoutGuessingTheirRetries() {
		runner().withUserConfiguration(RetriedHandler.Resilient.class)
			.withBean(RetriedHandler.class, () -> new RetriedHandler(() -> {
			}))
			.run((context) -> {
				Sinks.Empty<String> go = Sinks.empty();
				Mono<String> mono = context.getBean(RetriedHandler.class).awaiting(go.asMono());
				Stream.of(1, 2, 3).forEach((number) -> mono.subscribe());
				go.tryEmitEmpty();
				assertThat(count("jobs.processed", "job.name", "awaiting", "status", "completed")).isEqualTo(3);
				assertThat(count("job.retries")).isZero();
				assertThat(count("job.outcomes", "job.name", "awaiting", "kind", "unknown")).isEqualTo(3);
			});
	}

	@Test
	void countsEachSubscriptionOnceThoughItIsCancelledWhileItCompletes() throws Exception {
		int rounds = 5_000;
		ExecutorService thread = Executors.newSingleThreadExecutor();
		withHandler(new Handler(this.inside), (handler) -> {
			for (int i = 0; i < rounds; i++) {
				Sinks.One<String> sink = Sinks.one();
				CountDownLatch emitted = new CountDownLatch(1);
				var subscription = handler.sunk(sink.asMono()).subscribe();
				thread.execute(() -> {
					sink.tryEmitValue("done");
					emitted.countDown();
				});
				subscription.dispose();
				assertThat(await(emitted)).isTrue();
			}
			assertThat(count("jobs.processed", "status", "completed") + count("jobs.processed", "status", "cancelled"))
				.isEqualTo(rounds);
			assertThat(records("job.duration")).isEqualTo(rounds);
			assertThat(gauge("jobs.active", "job.name", "sunk")).isZero();
		});
		thread.shutdown();
	}

	private static boolean await(CountDownLatch latch) {
		try {
			return latch.await(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Handlers that use each other.
	 */
	static class Handler {

		private final List<JobRun> inside;

		Handler(List<JobRun> inside) {
			this.inside = inside;
		}

		@MeteredJob("numbers")
		Flux<Integer> numbers() {
			return Flux.range(1, 5).doOnNext((number) -> this.inside.add(JobRun.current()));
		}

		@MeteredJob("one")
		Mono<Integer> one() {
			return Mono.fromCallable(() -> {
				this.inside.add(JobRun.current());
				return 1;
			});
		}

		@MeteredJob("sunk")
		Mono<String> sunk(Mono<String> mono) {
			return mono;
		}

		@MeteredJob("synchronous")
		void synchronous(Handler proxy) {
			proxy.numbers()
				.doOnNext((number) -> JobRun.current().progress())
				.doOnComplete(() -> JobRun.current().outputBytes(9))
				.blockLast();
		}

		@MeteredJob("outer")
		Mono<Integer> outer(Handler proxy) {
			return Mono.defer(() -> proxy.one().doOnNext((number) -> JobRun.current().outputBytes(77)));
		}

	}

}
