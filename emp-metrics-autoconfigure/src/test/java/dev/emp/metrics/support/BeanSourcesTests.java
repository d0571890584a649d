package dev.emp.metrics.support;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that what fails in {@link BeanSources} does not cost the application its bean.
 */
@ExtendWith(OutputCaptureExtension.class)
class BeanSourcesTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withBean(StringSources.class, () -> new StringSources(new StandardEnvironment()))
		.withBean("good", String.class, () -> "good");

	@Test
	void aBeanThatCannotBePreparedIsNotMeasured(CapturedOutput output) {
		this.runner.withBean("bad", String.class, () -> "prepare").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(StringSources.class).measured).hasToString(" good");
			assertThat(output.getOut().lines().filter((line) -> line.contains("WARN"))).singleElement()
				.asString()
				.contains("'bad'", "no prepare");
		});
	}

	@Test
	void aLazyBeanThatCannotBeMeasuredIsMade(CapturedOutput output) {
		this.runner.withBean("bad", String.class, () -> "measure", (definition) -> definition.setLazyInit(true))
			.run((context) -> {
				assertThat(context.getBean("bad")).isEqualTo("measure");
				assertThat(output.getOut().lines().filter((line) -> line.contains("WARN"))).singleElement()
					.asString()
					.contains("'bad'", "no measure");
			});
	}

	@Test
	void aBeanThatCannotBeMeasuredDoesNotStopTheStart(CapturedOutput output) {
		this.runner.withBean("bad", String.class, () -> "measure").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(output).containsOnlyOnce("no measure");
		});
	}

	/**
	 * Fails for beans that are the name of a method.
	 */
	static final class StringSources extends BeanSources {

		private final StringBuilder measured = new StringBuilder();

		StringSources(Environment environment) {
			super(environment, "test.exclude");
		}

		@Override
		protected boolean isCandidate(Object bean) {
			return bean instanceof String;
		}

		@Override
		protected void prepare(Object bean) {
			fail(bean, "prepare");
		}

		@Override
		protected void measure(String name, Object bean) {
			fail(bean, "measure");
			this.measured.append(' ').append(name);
		}

		private static void fail(Object bean, String method) {
			if (bean.equals(method)) {
				throw new IllegalStateException("no " + method);
			}
		}

	}

}
