package dev.emp.metrics.job;

import java.util.concurrent.Flow.Publisher;
import java.util.function.Consumer;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.opentelemetry.api.trace.SpanId;
import io.reactivex.rxjava3.core.Flowable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that what a subscriber does is no part of the span of the job, and that what the
 * publisher does is.
 */
class TracedSubscriberTests extends TracedContext {

	private Tracer tracer = Tracer.NOOP;

	private ObservationRegistry observations = ObservationRegistry.NOOP;

	@Override
	ApplicationContextRunner runner() {
		return super.runner().withBean(Handler.class);
	}

	@Test
	void leavesTheSpanForASpanOfTheSubscriber() {
		use((handler) -> handler.flux().subscribe((value) -> open("downstream")));
		assertRoots("downstream", 2);
		assertWithinTheJob("upstream", 2);
	}

	@Test
	void leavesTheSpanForAnObservationOfTheSubscriber() {
		use((handler) -> handler.flux()
			.subscribe((value) -> Observation.start("downstream", this.observations).stop()));
		assertRoots("downstream", 2);
		assertWithinTheJob("upstream", 2);
	}

	@Test
	void leavesTheSpanAtTheEnd() {
		use((handler) -> {
			handler.flux().doOnComplete(() -> open("downstream")).subscribe();
			handler.mono().subscribe((value) -> open("downstream"), null, () -> open("downstream"));
			handler.failing().doOnError((error) -> open("downstream")).onErrorComplete().subscribe();
		});
		assertRoots("downstream", 4);
		assertThat(spans("upstream")).hasSize(4)
			.noneMatch((span) -> span.getParentSpanId().equals(SpanId.getInvalid()));
	}

	@Test
	void leavesTheSpanForPublishersOfOtherLibraries() {
		use((handler) -> {
			assertThat(handler.flowable().subscribe((value) -> open("downstream")).isDisposed()).isTrue();
			JdkFlowAdapter.flowPublisherToFlux(handler.publisher()).subscribe((value) -> open("downstream"));
		});
		assertRoots("downstream", 4);
	}

	@Test
	void leavesASpanThatThePublisherOpenedWithinThatOfTheJob() {
		use((handler) -> {
			handler.observed().subscribe((value) -> open("downstream"));
			handler.observedMono().subscribe((value) -> open("downstream"));
		});
		assertRoots("downstream", 3);
		assertThat(spans("observed")).hasSize(2)
			.noneMatch((span) -> span.getParentSpanId().equals(SpanId.getInvalid()));
	}

	@Test
	void givesTheSubscriberTheSpanThatItIsWithin() {
		use((handler) -> {
			Span outer = this.tracer.nextSpan().name("outer").start();
			Tracer.SpanInScope scope = this.tracer.withSpan(outer);
			handler.flux().subscribe((value) -> open("downstream"));
			assertThat(this.tracer.currentSpan()).isEqualTo(outer);
			scope.close();
			outer.end();
			Observation.createNotStarted("observation", this.observations)
				.observe(() -> handler.flux().subscribe((value) -> open("nested")));
		});
		assertThat(spans("downstream")).hasSize(2)
			.allMatch((span) -> span.getParentSpanId().equals(span("outer").getSpanId()));
		assertThat(spans("nested")).hasSize(2)
			.allMatch((span) -> span.getParentSpanId().equals(span("observation").getSpanId()));
	}

	private void use(Consumer<Handler> work) {
		run(runner(), (context) -> {
			this.tracer = context.getBean(Tracer.class);
			this.observations = context.getBean(ObservationRegistry.class);
			work.accept(context.getBean(Handler.class));
			assertThat(this.tracer.currentSpan()).isNull();
			assertThat(this.observations.getCurrentObservationScope()).isNull();
		});
	}

	private void open(String name) {
		this.tracer.nextSpan().name(name).start().end();
	}

	private void assertRoots(String name, int count) {
		assertThat(spans(name)).hasSize(count).allMatch((span) -> span.getParentSpanId().equals(SpanId.getInvalid()));
	}

	private void assertWithinTheJob(String name, int count) {
		assertThat(spans(name)).hasSize(count)
			.allMatch((span) -> span.getParentSpanId().equals(span("job").getSpanId()));
	}

	static class Handler {

		private final Tracer tracer;

		private final ObservationRegistry observations;

		Handler(Tracer tracer, ObservationRegistry observations) {
			this.tracer = tracer;
			this.observations = observations;
		}

		@MeteredJob("job")
		Flux<String> flux() {
			return Flux.just("a", "b").doOnNext((value) -> upstream());
		}

		@MeteredJob("mono")
		Mono<String> mono() {
			return Mono.fromSupplier(this::upstream);
		}

		@MeteredJob("failing")
		Mono<String> failing() {
			return Mono.<String>error(IllegalStateException::new).doOnError((error) -> upstream());
		}

		@MeteredJob("flowable")
		Flowable<String> flowable() {
			return Flowable.just("a", "b");
		}

		@MeteredJob("publisher")
		Publisher<String> publisher() {
			return JdkFlowAdapter.publisherToFlowPublisher(Flux.just("a", "b"));
		}

		@MeteredJob("observed-flux")
		Flux<String> observed() {
			return Flux.create((sink) -> Observation.createNotStarted("observed", this.observations).observe(() -> {
				sink.next("a");
				sink.next("b");
				sink.complete();
			}));
		}

		@MeteredJob("observed-mono")
		Mono<String> observedMono() {
			return Mono.create((sink) -> Observation.createNotStarted("observed", this.observations)
				.observe(() -> sink.success("a")));
		}

		private String upstream() {
			this.tracer.nextSpan().name("upstream").start().end();
			return "done";
		}

	}

}
