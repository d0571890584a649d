package dev.emp.metrics.job;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.reactivex.rxjava3.core.Completable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that an attribute which cannot mean what its author wrote stops the start.
 */
@SuppressWarnings({ "UnusedMethod", "UnusedVariable" })
class MisreadMeteredJobTests extends JobContext {

	static final List<Object> WITHOUT_RESULT = List.of(new Object() {

		@MeteredJob(outputSize = "#{#result.length}")
		void run() {
		}

	}, new Object() {

		@MeteredJob(outputSize = "#{#result.length}")
		Void run() {
			throw new UnsupportedOperationException();
		}

	}, new Object() {

		@MeteredJob(outputSize = "#{#result.length}")
		Mono<Void> run() {
			return Mono.empty();
		}

	}, new Object() {

		@MeteredJob(outputSize = "#{#result.length}")
		Flux<Void> run() {
			return Flux.empty();
		}

	}, new Object() {

		@MeteredJob(outputSize = "#{#result.length}")
		CompletableFuture<Void> run() {
			return new CompletableFuture<>();
		}

	}, new Object() {

		@MeteredJob(outputSize = "#{#result.length}")
		CompletionStage<Optional<Void>> run() {
			return new CompletableFuture<>();
		}

	}, new Object() {

		@MeteredJob(outputSize = "#{#result.length}")
		Completable run() {
			return Completable.complete();
		}

	}, new Nothing());

	@ParameterizedTest
	@FieldSource("WITHOUT_RESULT")
	void refusesTheResultOfAMethodThatGivesNone(Object handler) {
		assertRefused(handler, "outputSize", "#{#result.length}", "gives none");
	}

	@Test
	void refusesTheResultOfAMethodThatGivesNoneInEachAttribute() {
		assertRefused(new Object() {

			@MeteredJob(outcome = "#{#result}")
			void run() {
			}

		}, "outcome", "#{#result}", "gives none");
		assertRefused(new Object() {

			@MeteredJob(tags = "format=#{#result.format}")
			void run() {
			}

		}, "tags", "format", "#{#result.format}", "gives none");
	}

	@Test
	void admitsTheResultWhereItMayBeOne() {
		withHandler(new Results(), (handler) -> {
			assertThat(handler.raw()).isEqualTo("done");
			handler.nothing();
			handler.named("done");
			assertThat(this.registry.get("job.output.size").summaries()).hasSize(2)
				.allMatch((summary) -> summary.totalAmount() == 4);
		});
	}

	@Test
	void refusesAnExpressionWithoutBraces() {
		assertRefused(new Object() {

			@MeteredJob(priority = "#job.priority")
			void run(String job) {
			}

		}, "'priority'", "'#job.priority'", "Write #{#job.priority}", "#{'#job.priority'}");
		assertRefused(new Object() {

			@MeteredJob(queue = " #p0 ")
			void run(String job) {
			}

		}, "queue", "#{#p0}");
		assertRefused(new Object() {

			@MeteredJob(attempt = "#attempt")
			void run(int attempt) {
			}

		}, "attempt", "#{#attempt}");
	}

	@Test
	void refusesAnExpressionWithoutBracesThatGoesOn() {
		assertRefused(new Object() {

			@MeteredJob(outputSize = "#result.length()")
			String run() {
				return "";
			}

		}, "outputSize", "#{#result.length()}");
		assertRefused(new Object() {

			@MeteredJob(tags = "format=#args[0].format")
			void run(String job) {
			}

		}, "tags", "format", "#{#args[0].format}");
		assertRefused(new Object() {

			@MeteredJob("render-#job.kind")
			void run(String job) {
			}

		}, "value", "render-#{#job.kind}");
	}

	@Test
	void refusesATypeOrARootWithoutBraces() {
		assertRefused(new Object() {

			@MeteredJob(service = "#root.target")
			void run() {
			}

		}, "service", "#root.target");
		assertRefused(new Object() {

			@MeteredJob(service = "T(java.lang.Math).random()")
			void run() {
			}

		}, "service", "#{T(java.lang.Math).random()}");
	}

	@Test
	void admitsTextThatOnlyHasANumberSign() {
		withHandler(new Texts(), (handler) -> {
			handler.run("a", "b");
			assertThat(count("jobs.processed", "job.name", "#1", "service", "C#", "queue", "#general", "priority",
					"P #p1", "status", "completed"))
				.isOne();
			handler.quoted("a");
			assertThat(
					count("jobs.processed", "job.name", "quoted", "priority", "#job.priority", "status", "completed"))
				.isOne();
		});
	}

	private void assertRefused(Object handler, String... parts) {
		runner().withPropertyValues("emp.metrics.job.tag-keys=format")
			.withBean("handler", Object.class, () -> handler)
			.run((context) -> InvalidMeteredJobTests.assertExplained(context.getStartupFailure(), parts));
	}

	/**
	 * Has a result that only the subclass knows.
	 *
	 * @param <R> the result
	 */
	abstract static class Generic<R> {

		@MeteredJob(outputSize = "#{#result.length}")
		R run() {
			throw new UnsupportedOperationException();
		}

	}

	static class Nothing extends Generic<Void> {

	}

	/**
	 * Has methods with a result and without.
	 */
	@MeteredJob(outputSize = "#{#result?.length}")
	interface Mixed {

		void nothing();

		Object raw();

		@MeteredJob(value = "named", outputSize = "#{#result.length}")
		void named(String result);

	}

	static class Results implements Mixed {

		@Override
		public void nothing() {
		}

		@Override
		public Object raw() {
			return "done";
		}

		@Override
		public void named(String result) {
		}

	}

	static class Texts {

		@MeteredJob(value = "#1", service = "C#", queue = "#general", priority = "P #p1")
		void run(String first, String second) {
		}

		@MeteredJob(value = "quoted", priority = "#{'#job.priority'}")
		void quoted(String job) {
		}

	}

}
