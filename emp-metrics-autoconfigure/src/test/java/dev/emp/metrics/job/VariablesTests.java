package dev.emp.metrics.job;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Variables}.
 */
class VariablesTests extends JobContext {

	@Test
	void lambdaHasTheParameterNamesOfItsInterface() {
		runner().withBean(Work.class, () -> (id) -> {
		}).run((context) -> {
			assertThat(context).hasNotFailed();
			context.getBean(Work.class).run("lambda");
			assertThat(values("jobs.processed", "priority")).containsExactly("lambda");
		});
	}

	@Test
	void namesAreThoseOfTheMethodWithTheAnnotation() {
		withHandler(new Renaming(), (handler) -> {
			handler.run("renamed");
			assertThat(values("jobs.processed", "priority")).containsExactly("renamed");
		});
	}

	@Test
	void namesAreThoseOfTheImplementationThatHasItsOwnAnnotation() {
		withHandler(new Overriding(), (handler) -> {
			handler.run("overridden");
			assertThat(values("jobs.processed", "priority")).containsExactly("overridden");
		});
	}

	interface Work {

		@MeteredJob(value = "work", priority = "#{#key}")
		void run(String key);

	}

	static class Renaming implements Work {

		@Override
		public void run(String id) {
		}

	}

	static class Overriding implements Work {

		@Override
		@MeteredJob(value = "work", priority = "#{#id}")
		public void run(String id) {
		}

	}

}
