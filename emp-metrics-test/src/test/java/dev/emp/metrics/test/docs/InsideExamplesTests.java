package dev.emp.metrics.test.docs;

import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.reactor.autoconfigure.ReactorAutoConfiguration;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import dev.emp.metrics.job.JobRun;
import dev.emp.metrics.job.MeteredJob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of what a handler and the application can add.
 */
class InsideExamplesTests extends DocumentedJobs {

	@Test
	void aHandlerTellsItsProgress() {
		with(new RecordingIndexHandler((document) -> {
			this.clock.add(Duration.ofSeconds(7));
			if (document.equals("last")) {
				shows("Inside a handler");
			}
		}), (handler) -> {
			handler.index(List.of("first", "last"));
			assertThatJob(this.registry, "index").completed(1);
			assertThat(this.registry.get("job.input.size").summary().totalAmount()).isEqualTo(9);
		});
	}

	@Test
	void outsideAJobTheRunDoesNothing() {
		JobRun.current().progress();
		assertThat(this.registry.getMeters()).isEmpty();
	}

	@Test
	void bootsExecutorCarriesTheRun() {
		runner().withConfiguration(AutoConfigurations.of(TaskExecutionAutoConfiguration.class))
			.withUserConfiguration(AsyncConfiguration.class)
			.withPropertyValues(carrying("spring.task.execution.propagate-context=true"))
			.withBean(Helper.class)
			.run((context) -> {
				Helper helper = context.getBean(Helper.class);
				JobRun[] runs = new JobRun[2];
				with(runner(), new RecordingIndexHandler((document) -> {
					runs[0] = JobRun.current();
					runs[1] = helper.current().join();
				}), (handler) -> handler.index(List.of("document")));
				assertThat(runs[1]).isSameAs(runs[0]).isNotSameAs(JobRun.current());
			});
	}

	@Test
	void reactorCarriesTheRun() {
		try {
			runner().withConfiguration(AutoConfigurations.of(ReactorAutoConfiguration.class))
				.withPropertyValues(carrying("spring.reactor.context-propagation=auto"))
				.withBean(Reactive.class)
				.run((context) -> {
					Reactive handler = context.getBean(Reactive.class);
					handler.export().block();
					assertThat(this.registry.get("job.input.size").summary().totalAmount()).isEqualTo(7);
				});
		}
		finally {
			Hooks.disableAutomaticContextPropagation();
		}
	}

	@Test
	void beansOfTheApplicationArePickedUp() {
		with(runner().withPropertyValues("emp.metrics.job.tag-keys=tenant")
			.withUserConfiguration(JobConfiguration.class), new Failing(), (handler) -> {
				try (MDC.MDCCloseable tenant = MDC.putCloseable("tenant", "acme")) {
					assertThat(tenant).isNotNull();
					assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(handler::fail);
				}
				shows("Beans that the application adds");
			});
	}

	private static String carrying(String property) {
		String yaml = JobsPage.section("Other threads").blocks("properties").get(0);
		assertThat(yaml.lines()).contains(property);
		return property;
	}

	/** Tells the test of each document. */
	static class RecordingIndexHandler extends IndexHandler {

		private final Consumer<String> add;

		RecordingIndexHandler(Consumer<String> add) {
			this.add = add;
		}

		@Override
		void add(String document) {
			this.add.accept(document);
		}

	}

	/** Works on another thread. */
	static class Helper {

		@Async
		CompletableFuture<JobRun> current() {
			return CompletableFuture.completedFuture(JobRun.current());
		}

	}

	/** Switches asynchronous calls on. */
	@EnableAsync(proxyTargetClass = true)
	static class AsyncConfiguration {

	}

	/** Works on a thread of a scheduler. */
	static class Reactive {

		@MeteredJob("export")
		Mono<String> export() {
			return Mono.just("done")
				.subscribeOn(Schedulers.boundedElastic())
				.doOnNext((value) -> JobRun.current().inputBytes(7));
		}

	}

	/** Fails. */
	static class Failing {

		@MeteredJob("fail")
		void fail() throws NoSuchFileException {
			throw new NoSuchFileException("page.txt");
		}

	}

}
