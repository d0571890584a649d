package dev.emp.metrics.test.rows;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Proxy;

import io.micrometer.core.annotation.Timed;
import org.springframework.core.annotation.AliasFor;

import dev.emp.metrics.job.MeteredJob;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the places where the annotation can stand.
 */
class FoundRowsTests extends Rows {

	@Row(value = 6, fault = "to have completed: 1")
	void annotationOnTheInterfaceIsFound() {
		with(new Renderer(), (bean) -> {
			bean.render("a");
			assertThatJob("render").completed(1);
		});
	}

	@Row(value = 6, fault = "to have completed: 1")
	void annotationOnTheInterfaceIsFoundThroughAProxyOfInterfaces() {
		metered().withPropertyValues("spring.aop.proxy-target-class=false")
			.withBean("renderer", Renderer.class)
			.run((context) -> {
				@SuppressWarnings("unchecked")
				Work<String> work = context.getBean(Work.class);
				work.render("a");
				assertThatJob("render").completed(1);
				assertThat(Proxy.isProxyClass(context.getBean("renderer").getClass())).isTrue();
			});
	}

	@Row(value = 6, fault = "to have completed: 1")
	void annotationOnTheMethodOfTheSuperclassIsFound() {
		with(new Overriding(), (bean) -> {
			bean.draw();
			assertThatJob("draw").completed(1);
		});
	}

	@Row(value = 6, fault = "to have completed: 1")
	void annotationBehindAGenericBridgeIsFound() {
		with(new Renderer(), (bean) -> {
			Work<String> work = bean;
			work.render("a");
			assertThatJob("render").completed(1);
		});
	}

	@Row(value = 7, fault = "to have completed: 1")
	void annotationBehindAnotherAnnotationIsFound() {
		with(new Nightly(), (bean) -> {
			bean.report();
			assertThatJob("report").completed(1);
		});
	}

	@Row(value = 7, fault = "to have completed: 1")
	void annotationBehindAnotherAnnotationOfTheClassIsFound() {
		with(new NightlyClass(), (bean) -> {
			bean.clean();
			assertThatJob("clean").completed(1);
		});
	}

	@Row(value = 7, onlyOurs = "the annotation of a method wins over that of the class with the aspects too")
	void annotationOnTheMethodWins() {
		with(new Whole(), (bean) -> {
			bean.own();
			assertThatJob("own").completed(1);
			assertThatJob("whole").neverRan();
		});
	}

	@Row(value = 15, fault = "Whole.encode")
	void jobHasAShortNameOfItsOwn() {
		with(new Whole(), (bean) -> {
			bean.encode();
			bean.own();
			assertThat(tagValues()).contains("Whole.encode", "own");
		});
	}

	interface Work<T> {

		@Timed
		@MeteredJob("render")
		void render(T text);

	}

	static class Renderer implements Work<String> {

		@Override
		public void render(String text) {
		}

	}

	static class Drawing {

		@Timed
		@MeteredJob("draw")
		void draw() {
		}

	}

	static class Overriding extends Drawing {

		@Override
		void draw() {
		}

	}

	@Timed
	@MeteredJob
	@Target({ ElementType.METHOD, ElementType.TYPE })
	@Retention(RetentionPolicy.RUNTIME)
	@interface NightlyJob {

		@AliasFor(annotation = MeteredJob.class, attribute = "value")
		String value();

	}

	static class Nightly {

		@NightlyJob("report")
		void report() {
		}

	}

	@NightlyJob("clean")
	public static class NightlyClass {

		public void clean() {
		}

	}

	@Timed
	@MeteredJob("whole")
	public static class Whole {

		@Timed
		@MeteredJob("own")
		public void own() {
		}

		@Timed
		@MeteredJob
		public void encode() {
		}

	}

}
