package dev.emp.metrics.job;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

import io.micrometer.context.ContextExecutorService;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.support.ContextPropagatingTaskDecorator;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that {@link JobRun#current()} follows its job to other threads where context
 * propagation leads, and no further.
 */
class JobRunPropagationTests extends JobContext {

	private final ExecutorService pool = Executors.newSingleThreadExecutor();

	private final ContextSnapshotFactory snapshots = ContextSnapshotFactory.builder().build();

	private final Handlers.Handler handler = new Handlers.Handler();

	@AfterEach
	void stop() {
		this.pool.shutdownNow();
	}

	@Test
	void staysOnItsThreadOtherwise() {
		this.handler.work = () -> assertThat(currentOn(this.pool)).isSameAs(JobRun.NONE);
		withHandler(this.handler, Handlers.Handler::named);
	}

	@Test
	void goesWhereASnapshotGoes() {
		this.handler.work = () -> assertProgress(
				(progress) -> CompletableFuture.runAsync(this.snapshots.captureAll().wrap(progress), this.pool).join());
		withHandler(this.handler, Handlers.Handler::named);
		assertThat(currentOn(this.pool)).isSameAs(JobRun.NONE);
	}

	@Test
	void goesThroughAnExecutorThatCarriesTheContext() {
		ExecutorService carrying = ContextExecutorService.wrap(this.pool, this.snapshots::captureAll);
		this.handler.work = () -> assertProgress((progress) -> CompletableFuture.runAsync(progress, carrying).join());
		withHandler(this.handler, Handlers.Handler::named);
		assertThat(currentOn(this.pool)).isSameAs(JobRun.NONE);
	}

	@Test
	void returnsToTheJobThatTheThreadWorkedOnBefore() {
		runner().run((context) -> {
			JobRecorder recorder = context.getBean(JobRecorder.class);
			ContextSnapshot first = recorder.record(JobInfo.of("first"), this.snapshots::captureAll);
			recorder.record(JobInfo.of("second"), () -> {
				JobRun second = JobRun.current();
				assertThat(first.wrap(JobRun::current).call()).isNotIn(second, JobRun.NONE);
				assertThat(JobRun.current()).isSameAs(second);
				return "done";
			});
		});
	}

	@Test
	void goesToAnAsynchronousHelperWhereSpringsDecoratorCarriesTheContext() {
		ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
		executor.setMaxPoolSize(1);
		executor.setTaskDecorator(new ContextPropagatingTaskDecorator());
		runner().withUserConfiguration(Asynchronous.class)
			.withBean("taskExecutor", ThreadPoolTaskExecutor.class, () -> executor)
			.withBean(Helper.class)
			.withBean(Handlers.Handler.class, () -> this.handler)
			.run((context) -> {
				Helper helper = context.getBean(Helper.class);
				this.handler.work = () -> assertProgress((progress) -> helper.run(progress).join());
				context.getBean(Handlers.Handler.class).named();
				assertThat(currentOn(executor)).isSameAs(JobRun.NONE);
			});
	}

	@Test
	void goesThroughOperatorsWhereReactorCarriesTheContext() {
		Scheduler scheduler = Schedulers.fromExecutorService(this.pool);
		Hooks.enableAutomaticContextPropagation();
		try {
			withHandler(new Reactive(scheduler), (handler) -> {
				Thread worker = handler.run(this::assertProgress).block();
				assertThat(worker).isNotNull().isNotSameAs(Thread.currentThread());
				assertThat(count("jobs.processed", "job.name", "reactive", "status", "completed")).isOne();
			});
		}
		finally {
			Hooks.disableAutomaticContextPropagation();
		}
		assertThat(currentOn(this.pool)).isSameAs(JobRun.NONE);
	}

	private void assertProgress(Progress from) {
		this.clock.add(Duration.ofSeconds(10));
		from.run(() -> JobRun.current().progress());
		this.clock.add(Duration.ofSeconds(2));
		assertThat(gauge("job.progress.age.max")).isEqualTo(2);
		assertThat(gauge("job.active.age.max")).isEqualTo(12);
	}

	private static JobRun currentOn(Executor executor) {
		return CompletableFuture.supplyAsync(JobRun::current, executor).join();
	}

	/**
	 * Runs a sign of progress somewhere, and waits until it ran.
	 */
	interface Progress {

		void run(Runnable progress);

	}

	/**
	 * Helps a job on another thread.
	 */
	static class Helper {

		@Async
		CompletableFuture<Void> run(Runnable work) {
			work.run();
			return CompletableFuture.completedFuture(null);
		}

	}

	/**
	 * A handler that changes the thread.
	 */
	static class Reactive {

		private final Scheduler scheduler;

		Reactive(Scheduler scheduler) {
			this.scheduler = scheduler;
		}

		@MeteredJob("reactive")
		Mono<Thread> run(Consumer<Progress> test) {
			return Mono.just("go").publishOn(this.scheduler).map((value) -> {
				test.accept(Runnable::run);
				return Thread.currentThread();
			});
		}

	}

	/**
	 * Runs asynchronous methods.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	static class Asynchronous {

	}

}
