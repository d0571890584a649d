package dev.emp.metrics.job;

import java.util.function.Supplier;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A handler whose attributes speak of arguments and of what its publishers give.
 */
class PublisherHandler {

	@MeteredJob(value = "sized", tags = "size=#{#result?.length}")
	Mono<String> mono(Mono<String> work) {
		return work;
	}

	@MeteredJob(value = "sized", tags = "size=#{#result?.length}")
	Flux<String> flux(Flux<String> work) {
		return work;
	}

	@MeteredJob(value = "supplied", queue = "#{#queue.get()}")
	Mono<String> supplied(Supplier<String> queue) {
		return Mono.just("done");
	}

}
