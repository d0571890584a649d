package dev.emp.metrics.job;

import java.util.concurrent.CompletableFuture;

import org.springframework.resilience.annotation.EnableResilientMethods;
import org.springframework.resilience.annotation.Retryable;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import reactor.core.publisher.Mono;

/**
 * Handlers that fail as often as they are told.
 */
class RetriedHandler {

	private final Act act;

	RetriedHandler(Act act) {
		this.act = act;
	}

	@MeteredJob(value = "work", enqueuedAt = "#{#at}")
	@Retryable(maxRetries = 3, delay = 1, excludes = IllegalArgumentException.class)
	void work(long at) throws Exception {
		this.act.run();
	}

	@MeteredJob("plain")
	void plain() {
	}

	@MeteredJob(value = "reported", outcome = "#{#result}")
	@Retryable(delay = 1)
	boolean reported(boolean success) {
		return success;
	}

	@MeteredJob("future")
	@Retryable(delay = 1)
	CompletableFuture<String> future(CompletableFuture<String> future) throws Exception {
		this.act.run();
		return future;
	}

	@MeteredJob("mono")
	@Retryable(maxRetries = 3, delay = 1)
	Mono<String> mono() {
		return Mono.fromCallable(() -> {
			this.act.run();
			return "done";
		});
	}

	@MeteredJob(value = "delivered", attempt = "#{#delivery}", maxAttempts = "#{#of}")
	@Retryable(maxRetries = 1, delay = 1)
	void delivered(int delivery, int of) throws Exception {
		this.act.run();
	}

	@Async
	@MeteredJob("async")
	@Retryable(delay = 1)
	CompletableFuture<String> async() throws Exception {
		this.act.run();
		return CompletableFuture.completedFuture(Thread.currentThread().getName());
	}

	@MeteredJob("awaiting")
	@Retryable(maxRetries = 3, delay = 1)
	Mono<String> awaiting(Mono<String> work) {
		return work;
	}

	@MeteredJob("thrown")
	@Retryable(maxRetries = 3, delay = 1)
	Mono<String> thrown() {
		throw new IllegalStateException("no publisher");
	}

	/**
	 * What an attempt does.
	 */
	interface Act {

		void run() throws Exception;

	}

	/**
	 * Switches retry and asynchronous calls on.
	 */
	@EnableResilientMethods
	@EnableAsync(proxyTargetClass = true)
	static class Resilient {

	}

}
