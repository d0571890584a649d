package dev.emp.metrics.test.rows;

import java.util.List;

import io.micrometer.core.annotation.Timed;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import org.springframework.boot.test.context.FilteredClassLoader;

import dev.emp.metrics.job.MeteredJob;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what an application needs for its jobs to be metered.
 */
class WiringRowsTests extends Rows {

	@Row(value = 21, fault = "to have completed: 1")
	void jobsAreMeteredByDefault() {
		with(this.metering.byDefault(application(this.registry)), new Handler(), (bean) -> {
			bean.render();
			assertThatJob("render").completed(1);
		});
	}

	@Row(value = 21, fault = "to have completed: 1")
	void jobsAreMeteredWithoutAspectJ() {
		with(metered().withClassLoader(new FilteredClassLoader("org.aspectj")), new Handler(), (bean) -> {
			bean.render();
			assertThatJob("render").completed(1);
		});
	}

	@Row(value = 21, onlyOurs = "it is the switch of this library")
	void jobsAreNotMeteredWhereThePropertySaysSo() {
		with(new Handler(), (bean) -> {
			bean.render();
			assertThat(this.registry.getMeters()).isEmpty();
		}, "emp.metrics.job.enabled=false");
	}

	@Row(value = 23, fault = "to have completed: 1")
	void jobsAreMeteredWhereAopIsOff() {
		with(new Handler(), (bean) -> {
			bean.render();
			assertThatJob("render").completed(1);
		}, "spring.aop.auto=false");
	}

	@Row(value = 23, fault = "to have completed: 1")
	void jobsAreMeteredByInterfaceWithoutAspectJ() {
		metered().withClassLoader(new FilteredClassLoader("org.aspectj"))
			.withPropertyValues("spring.aop.proxy-target-class=false")
			.withBean("worker", Worker.class)
			.run((context) -> {
				context.getBean(Work.class).render();
				assertThatJob("render").completed(1);
			});
	}

	@Row(value = 24, onlyOurs = "an aspect asks for its registry as any bean does")
	void filtersAreThereBeforeTheFirstMeter() {
		MeterFilter filter = MeterFilter.commonTags(Tags.of("region", "eu"));
		List<String> warnings = warningsOf(
				() -> with(metered().withBean(MeterFilter.class, () -> filter), new Handler(), (bean) -> {
					bean.render();
					assertThat(this.registry.getMeters()).isNotEmpty()
						.extracting(Meter::getId)
						.allSatisfy((id) -> assertThat(id.getTag("region")).isEqualTo("eu"));
				}));
		assertThat(warnings).isEmpty();
	}

	@Row(value = 31, onlyOurs = "the aspects' meters hold nothing of the context")
	void metersGoWithTheContext() {
		with(new Handler(), (bean) -> bean.render());
		assertThat(this.registry.getMeters()).isEmpty();
	}

	@Row(value = 31, onlyOurs = "the aspects' meters hold nothing of the context")
	void secondContextCountsAnew() {
		with(new Handler(), (first) -> {
			first.render();
			assertThatJob("render").completed(1).active(0);
		});
		with(new Handler(), (second) -> {
			assertThatJob("render").completed(0).active(0);
			second.render();
			assertThatJob("render").completed(1).active(0);
		});
	}

	/** Public, as a proxy may be made by another class loader. */
	public static class Handler {

		@Timed
		@MeteredJob("render")
		public void render() {
		}

	}

	/** Public for the same reason. */
	public interface Work {

		/** Do the work. */
		void render();

	}

	/** Public for the same reason. */
	public static class Worker implements Work {

		@Override
		@Timed
		@MeteredJob("render")
		public void render() {
		}

	}

}
