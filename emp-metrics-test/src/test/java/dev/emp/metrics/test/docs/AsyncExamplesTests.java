package dev.emp.metrics.test.docs;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow.Publisher;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;

import org.junit.jupiter.api.Test;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.emp.metrics.job.JobRun;
import dev.emp.metrics.job.MeteredJob;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that handlers whose work goes on after they returned are counted as the page
 * says.
 */
@SuppressWarnings("FutureReturnValueIgnored")
class AsyncExamplesTests extends DocumentedJobs {

	@Test
	void futuresEndAsThePageShows() {
		CompletableFuture<String> cancelled = new CompletableFuture<>();
		CompletableFuture<String> pending = new CompletableFuture<>();
		List<CompletableFuture<String>> futures = List.of(CompletableFuture.completedFuture("image"),
				CompletableFuture.failedFuture(new TimeoutException()), cancelled, pending);
		with(new LaterHandler(), (handler) -> {
			futures.forEach((future) -> assertThat(handler.render(future)).isSameAs(future));
			cancelled.cancel(true);
			shows("Handlers that return a future");
		});
	}

	@Test
	void theDeclaredTypeDoesNotMatterButAPlainFutureHasNoCallBack() {
		with(new Declared(), (handler) -> {
			CompletableFuture<String> future = new CompletableFuture<>();
			handler.object(future);
			handler.future(future);
			assertThatJob(this.registry, "object").active(1);
			assertThatJob(this.registry, "future").active(1);
			future.complete("done");
			assertThatJob(this.registry, "object").completed(1);
			handler.future(new FutureTask<>(() -> "never run"));
			assertThatJob(this.registry, "future").completed(2).active(0);
		});
	}

	@Test
	void asyncIsMeasuredOnItsOwnThread() {
		with(runner().withUserConfiguration(AsyncConfiguration.class), new OnOtherThread(), (handler) -> {
			assertThat(handler.render().join()).isNotSameAs(Thread.currentThread());
			assertThatJob(this.registry, "render").completed(1).durations(1);
		});
	}

	@Test
	void eachSubscriptionIsARun() {
		with(new ExportHandler(), (handler) -> {
			Flux<String> export = handler.export(List.of("a", "bc"));
			assertThatJob(this.registry, "export").neverRan();
			export.blockLast();
			export.take(1).blockLast();
			shows("Reactive handlers");
		});
	}

	@Test
	void otherPublishersAreFollowedByTheirAdapter() {
		with(new Declared(), (handler) -> {
			Flux<String> flow = JdkFlowAdapter.flowPublisherToFlux(handler.flow(Flux.just("one", "two")));
			assertThatJob(this.registry, "flow").neverRan();
			assertThat(flow.collectList().block()).hasSize(2);
			assertThatJob(this.registry, "flow").completed(1);
		});
	}

	@Test
	void aMonoBehindAnObjectRunsFromTheCall() {
		with(new Declared(), (handler) -> {
			Mono<?> mono = (Mono<?>) handler.object(Mono.just("done"));
			assertThatJob(this.registry, "object").active(1);
			mono.block();
			assertThatJob(this.registry, "object").started(1).completed(1);
		});
	}

	@Test
	void theBodyHasTheRunOfTheFirstSubscription() {
		with(new Sized(), (handler) -> {
			Mono<String> mono = handler.sized();
			mono.block();
			mono.block();
			assertThatJob(this.registry, "sized").completed(2);
			assertThat(this.registry.get("job.input.size").summary().count()).isOne();
		});
	}

	/** Declares less than it returns. */
	static class Declared {

		@MeteredJob("object")
		Object object(Object result) {
			return result;
		}

		@MeteredJob("future")
		Future<String> future(Future<String> result) {
			return result;
		}

		@MeteredJob("flow")
		Publisher<String> flow(Flux<String> work) {
			return JdkFlowAdapter.publisherToFlowPublisher(work);
		}

	}

	/** Is called on a thread of an executor. */
	static class OnOtherThread {

		@Async
		@MeteredJob("render")
		CompletableFuture<Thread> render() {
			return CompletableFuture.completedFuture(Thread.currentThread());
		}

	}

	/** Switches asynchronous calls on. */
	@EnableAsync(proxyTargetClass = true)
	static class AsyncConfiguration {

	}

	/** Tells a size while it makes a publisher. */
	static class Sized {

		@MeteredJob("sized")
		Mono<String> sized() {
			JobRun.current().inputBytes(7);
			return Mono.just("done");
		}

	}

}
