package dev.emp.metrics.job;

import java.util.concurrent.CompletableFuture;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.springframework.resilience.annotation.Retryable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Handlers whose work is observed within.
 */
class TracedHandler {

	private final ObservationRegistry observations;

	private int failures;

	TracedHandler(ObservationRegistry observations) {
		this.observations = observations;
	}

	@MeteredJob("render")
	String render() {
		return step("decode");
	}

	@MeteredJob(value = "tagged", service = "gpu", queue = "render", priority = "high",
			tags = "size=#{#result.length() > 3 ? 'large' : 'small'}")
	String tagged() {
		return "done";
	}

	@MeteredJob("fail")
	void fail() {
		throw new IllegalStateException("no image");
	}

	@MeteredJob("report")
	CompletableFuture<String> later(CompletableFuture<String> future) {
		return future;
	}

	@MeteredJob("stream")
	Mono<String> stream() {
		return Mono.defer(() -> Mono.just(step("subscribed")))
			.publishOn(Schedulers.parallel())
			.flatMap((value) -> Mono.deferContextual((context) -> {
				Observation parent = context.get(ObservationThreadLocalAccessor.KEY);
				Observation.createNotStarted("published", this.observations).parentObservation(parent).observe(() -> {
				});
				return Mono.just(value);
			}));
	}

	@MeteredJob("carried")
	Mono<String> carried() {
		return Mono.just("value").publishOn(Schedulers.parallel()).map((value) -> step("mapped"));
	}

	@MeteredJob("retried")
	@Retryable(delay = 1)
	String retried() {
		if (this.failures++ < 2) {
			throw new IllegalStateException();
		}
		return "done";
	}

	private String step(String name) {
		return Observation.createNotStarted(name, this.observations).observe(() -> "done");
	}

}
