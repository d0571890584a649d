package dev.emp.metrics.test.docs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.reactor.autoconfigure.ReactorAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import dev.emp.metrics.job.ErrorClassifier;
import dev.emp.metrics.job.ErrorType;
import dev.emp.metrics.job.JobListener;
import dev.emp.metrics.job.JobRun;
import dev.emp.metrics.job.JobTagsContributor;
import dev.emp.metrics.job.MeteredJob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of what a handler and the application can add.
 */
class InsideExamplesTests extends DocumentedJobs {

	@Test
	void aHandlerTellsItsProgress() {
		with(new Indexer((document) -> {
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
				with(runner(), new Indexer((document) -> {
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
		Extensions extensions = new Extensions();
		with(runner().withPropertyValues("emp.metrics.job.tag-keys=tenant")
			.withBean(Extensions.class, () -> extensions), new Failing(), (handler) -> {
				assertThatIllegalStateException().isThrownBy(handler::fail);
				shows("Beans that the application adds");
				assertThat(extensions.log).containsExactly("fail failed after PT0S");
			});
	}

	private static String carrying(String property) {
		String yaml = JobsPage.section("Other threads").blocks("properties").get(0);
		assertThat(yaml.lines()).contains(property);
		return property;
	}

	/** Tells what it does. */
	static class Indexer {

		private final Consumer<String> add;

		Indexer(Consumer<String> add) {
			this.add = add;
		}

		// tag::progress[]
		@MeteredJob("index")
		void index(List<String> documents) {
			JobRun run = JobRun.current();
			run.inputBytes(documents.stream().mapToLong(String::length).sum());
			for (String document : documents) {
				run.progress();
				this.add.accept(document);
			}
		}
		// end::progress[]

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
		void fail() {
			throw new NoPaperException();
		}

	}

	/** An error that only the application knows. */
	static class NoPaperException extends IllegalStateException {

	}

	/** What an application can add. */
	@Configuration(proxyBeanMethods = false)
	static class Extensions {

		private final List<String> log = new ArrayList<>();

		// tag::beans[]
		@Bean
		JobListener jobLog() {
			return (job) -> this.log.add(job.name() + " " + job.status().tagValue() + " after " + job.duration());
		}

		@Bean
		ErrorClassifier paperErrors() {
			return (error) -> (error instanceof NoPaperException) ? ErrorType.VALIDATION : null;
		}

		@Bean
		JobTagsContributor tenantTag() {
			return (key) -> key.equals("tenant") ? currentTenant() : null;
		}
		// end::beans[]

		private static @Nullable String currentTenant() {
			return "acme";
		}

	}

}
