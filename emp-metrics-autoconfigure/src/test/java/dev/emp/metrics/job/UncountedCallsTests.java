package dev.emp.metrics.job;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UncountedCalls} and {@link ProxyView}: what no proxy sees is named
 * once.
 */
@ExtendWith(OutputCaptureExtension.class)
class UncountedCallsTests extends JobContext {

	@Test
	void namesAllOfTheStartInOneWarning(CapturedOutput output) {
		runner().withBean(Unseen.class)
			.withBean("one", Closed.class)
			.withBean("two", Closed.class)
			.withBean(WholeClass.class)
			.withBean(Shape.class)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(warnings(output)).isOne();
				assertThat(findings(output)).containsExactlyInAnyOrder("Unseen#hidden is private",
						"Unseen#fixed is final", "Unseen#shared is static",
						"Unseen#both calls its own seen past the proxy: that call is not counted",
						"Closed#run is in a final class", "WholeClass#fixed is final",
						"Shape#draw is in a sealed class");
			});
	}

	@Test
	void metersNothingOfWhatItNames() {
		runner().withBean(Unseen.class)
			.run((context) -> assertThat(values("jobs.processed", "job.name")).containsExactly("Unseen.seen"));
	}

	@Test
	void saysNothingWhereAllIsCounted(CapturedOutput output) {
		runner().withBean(Fine.class).withBean(Work.class, () -> (text) -> text).run((context) -> {
			assertThat(context).hasSingleBean(Fine.class);
			assertThat(output).doesNotContain("Not counted");
		});
	}

	@Test
	void warnsOncePerClassOfWhatIsFoundAfterTheStart(CapturedOutput output) {
		runner().withInitializer((context) -> {
			DefaultListableBeanFactory beans = (DefaultListableBeanFactory) context.getBeanFactory();
			beans.registerBeanDefinition("prototype",
					BeanDefinitionBuilder.genericBeanDefinition(Unseen.class)
						.setScope("prototype")
						.getBeanDefinition());
			beans.registerBeanDefinition("lazy",
					BeanDefinitionBuilder.genericBeanDefinition(Closed.class).setLazyInit(true).getBeanDefinition());
		}).run((context) -> {
			assertThat(warnings(output)).isZero();
			context.getBean("prototype");
			context.getBean("prototype");
			assertThat(warnings(output)).isOne();
			context.getBean("lazy");
			assertThat(warnings(output)).isEqualTo(2);
			assertThat(findings(output)).hasSize(5).endsWith("Closed#run is in a final class");
		});
	}

	@Test
	void namesWhatAProxyByInterfaceDoesNotHave(CapturedOutput output) {
		runner().withPropertyValues("spring.aop.proxy-target-class=false")
			.withBean("mixed", Mixed.class)
			.run((context) -> {
				assertThat(findings(output))
					.containsExactly("Mixed#other is on no interface, and the bean is proxied by interface");
				assertThat(values("jobs.processed", "job.name")).containsExactly("Mixed.run");
			});
	}

	@Test
	void seesAFinalMethodThroughAnInterface(CapturedOutput output) {
		runner().withPropertyValues("spring.aop.proxy-target-class=false")
			.withBean("fixed", FixedWork.class)
			.run((context) -> {
				context.getBean(Work.class).run("a");
				assertThat(count("jobs.processed", "status", "completed")).isOne();
				assertThat(warnings(output)).isZero();
			});
	}

	@Test
	void saysWhyNoSubclassCanBeAProxy() {
		assertThat(ProxyView.closed(NoConstructor.class)).isEqualTo("a class with private constructors only");
		assertThat(ProxyView.closed(Closed.class)).isEqualTo("a final class");
		assertThat(ProxyView.closed(Shape.class)).isEqualTo("a sealed class");
		assertThat(ProxyView.closed(Circle.class)).isNull();
		assertThat(ProxyView.closed(Work.class)).isNull();
	}

	private static long warnings(CapturedOutput output) {
		return output.getOut().lines().filter((line) -> line.contains("WARN") && line.contains("Not counted")).count();
	}

	private static List<String> findings(CapturedOutput output) {
		String prefix = "  " + UncountedCallsTests.class.getName() + "$";
		return output.getOut()
			.lines()
			.filter((line) -> line.startsWith(prefix))
			.map((line) -> line.substring(prefix.length()))
			.toList();
	}

	/** Public, as a proxy may be made by another class loader. */
	public interface Work {

		@MeteredJob
		String run(String text);

	}

	static class Unseen {

		@MeteredJob
		void seen() {
			hidden();
		}

		@MeteredJob
		private void hidden() {
		}

		@MeteredJob
		final void fixed() {
		}

		@MeteredJob
		static void shared() {
		}

		@MeteredJob(enabled = false)
		final void excluded() {
		}

		void both() {
			seen();
		}

	}

	static final class Closed {

		@MeteredJob
		String run() {
			return "ran";
		}

	}

	@MeteredJob
	public static class WholeClass {

		public void open() {
		}

		public final void fixed() {
		}

	}

	abstract static class NoConstructor {

		private NoConstructor() {
		}

	}

	static class Fine {

		@MeteredJob
		void run() {
		}

	}

	public static class Mixed implements Work {

		@Override
		public String run(String text) {
			return text;
		}

		@MeteredJob
		public void other() {
		}

	}

	public static class FixedWork implements Work {

		@Override
		public final String run(String text) {
			return text;
		}

	}

	static sealed class Shape permits Circle {

		@MeteredJob
		void draw() {
		}

	}

	static non-sealed class Circle extends Shape {

	}

}
