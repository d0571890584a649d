package dev.emp.metrics.job;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import java.util.function.Function;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.annotation.Lookup;
import org.springframework.beans.factory.config.AbstractFactoryBean;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.core.annotation.AliasFor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the annotation on methods that only create a bean: the creation is no job, and
 * the start says where the annotation belongs.
 */
@ExtendWith(OutputCaptureExtension.class)
class CreatedBeanTests extends JobContext {

	@ParameterizedTest
	@ValueSource(classes = { Full.class, Lite.class, Static.class, InComponent.class, LazyOne.class, Prototype.class,
			ByMetaAnnotation.class })
	@SuppressWarnings("unchecked")
	void countsNoCreationByABeanMethod(Class<?> configuration, CapturedOutput output) {
		runner().withUserConfiguration(configuration).run((context) -> {
			assertThat(context.getBean("handler", Function.class).apply("a")).isEqualTo("a");
			assertThat(this.registry.find("jobs.processed").meters()).isEmpty();
			assertThat(findings(output)).containsExactly(configuration.getSimpleName()
					+ "#handler only creates a bean: annotate a method of the bean's own class or interface instead");
		});
	}

	@ParameterizedTest
	@ValueSource(classes = { Factory.class, FactoryWithBase.class })
	void countsNoCreationByAFactoryBean(Class<?> factory, CapturedOutput output) {
		runner().withBean("handler", factory).run((context) -> {
			assertThat(context.getBean("handler", Function.class)).isNotNull();
			assertThat(this.registry.find("jobs.processed").meters()).isEmpty();
			assertThat(findings(output)).singleElement().asString().startsWith(factory.getSimpleName() + "#");
		});
	}

	@Test
	void countsNoLookUp(CapturedOutput output) {
		runner().withUserConfiguration(Prototypes.class).withBean(Looking.class).run((context) -> {
			assertThat(context.getBean(Looking.class).handler()).isNotNull();
			assertThat(this.registry.find("jobs.processed").meters()).isEmpty();
			assertThat(findings(output)).singleElement().asString().startsWith("Looking#handler");
		});
	}

	@Test
	void metersTheOtherMethodsOfAClassThatCreatesBeans(CapturedOutput output) {
		runner().withBean(Whole.class).withUserConfiguration(Silent.class).run((context) -> {
			context.getBean(Whole.class).work();
			assertThat(values("jobs.processed", "job.name")).containsExactly("Whole.work");
			assertThat(count("jobs.processed", "status", "started")).isOne();
			assertThat(findings(output)).isEmpty();
		});
	}

	private static List<String> findings(CapturedOutput output) {
		String prefix = "  " + CreatedBeanTests.class.getName() + "$";
		return output.getOut()
			.lines()
			.filter((line) -> line.startsWith(prefix))
			.map((line) -> line.substring(prefix.length()))
			.toList();
	}

	@Configuration
	static class Full {

		@Bean
		@MeteredJob("fn")
		Function<String, String> handler() {
			return (text) -> text;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Lite {

		@Bean
		@MeteredJob("fn")
		Function<String, String> handler() {
			return (text) -> text;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Static {

		@Bean
		@MeteredJob("fn")
		static Function<String, String> handler() {
			return (text) -> text;
		}

	}

	static class InComponent {

		@Bean
		@MeteredJob("fn")
		Function<String, String> handler() {
			return (text) -> text;
		}

	}

	@Lazy
	@Configuration(proxyBeanMethods = false)
	static class LazyOne {

		@Bean
		@MeteredJob("fn")
		Function<String, String> handler() {
			return (text) -> text;
		}

	}

	@Configuration
	static class Prototype {

		@Bean
		@Scope("prototype")
		@MeteredJob("fn")
		Function<String, String> handler() {
			return (text) -> text;
		}

	}

	@Configuration
	static class ByMetaAnnotation {

		@JobBean("fn")
		Function<String, String> handler() {
			return (text) -> text;
		}

	}

	@Bean
	@MeteredJob
	@Retention(RetentionPolicy.RUNTIME)
	@interface JobBean {

		@AliasFor(annotation = MeteredJob.class, attribute = "value")
		String value();

	}

	static class Factory implements FactoryBean<Function<String, String>> {

		@Override
		@MeteredJob
		public Function<String, String> getObject() {
			return (text) -> text;
		}

		@Override
		public Class<?> getObjectType() {
			return Function.class;
		}

	}

	static class FactoryWithBase extends AbstractFactoryBean<Function<String, String>> {

		@Override
		@MeteredJob
		protected Function<String, String> createInstance() {
			return (text) -> text;
		}

		@Override
		public Class<?> getObjectType() {
			return Function.class;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Prototypes {

		@Bean
		@Scope("prototype")
		Function<String, String> handler() {
			return (text) -> text;
		}

	}

	abstract static class Looking {

		@Lookup
		@MeteredJob
		abstract Function<String, String> handler();

	}

	/** Public, as only public methods have the annotation of their class. */
	@MeteredJob
	public static class Whole {

		@Bean
		public Function<String, String> other() {
			return (text) -> text;
		}

		public void work() {
		}

	}

	@Configuration
	static class Silent {

		@Bean
		@MeteredJob(enabled = false)
		Function<String, String> handler() {
			return (text) -> text;
		}

	}

}
