package dev.emp.metrics.test.rows;

import java.util.List;

import io.micrometer.core.annotation.Timed;
import org.springframework.aop.framework.ProxyFactoryBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.emp.metrics.job.JobInfo;
import dev.emp.metrics.job.JobRecorder;
import dev.emp.metrics.job.MeteredJob;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of calls that are not to be counted, cannot be, or could be twice.
 */
class ExcludedRowsTests extends Rows {

	@Row(value = 8, fault = "expected: 1L")
	void annotationOnTheClassMetersItsPublicMethodsButTheExcluded() {
		with(new Whole(), (bean) -> {
			bean.opened();
			bean.excluded();
			bean.inner();
			assertThat(ended("completed")).isEqualTo(1);
			assertThatJob("whole").completed(1);
		});
	}

	@Row(value = 9, fault = "Expected size: 1 but was: 0")
	void startNamesEachMethodThatNoProxySees() {
		List<String> warnings = warningsOf(
				() -> with(new Unseen(), (bean) -> assertThat(bean.seen()).isEqualTo("ran")));
		assertThat(warnings).singleElement()
			.asString()
			.contains("Unseen#fixed", "Unseen#hidden", "Unseen#shared", "Unseen#seen", "JobRecorder");
	}

	@Row(value = 9, onlyOurs = "the aspects have no counterpart of a recorder")
	void selfCallsCanBeRecorded() {
		metered().run((context) -> {
			JobRecorder recorder = context.getBean(JobRecorder.class);
			assertThat(recorder.record(JobInfo.of("inner"), () -> "ran")).isEqualTo("ran");
			assertThatJob("inner").completed(1).durations(1).active(0);
		});
	}

	@Row(value = 29, fault = "to have completed: 1")
	void callThroughTwoProxiesIsOneRun() {
		metered().withUserConfiguration(TwoProxies.class).run((context) -> {
			context.getBean("outer", Renderer.class).render();
			assertThatJob("render").completed(1).durations(1);
		});
	}

	@Row(value = 29, onlyOurs = "it is about the annotations of both on one method")
	void callThatAnAspectTimesTooIsOneRun() {
		with(Metering.ASPECTS.switchedOn(metered()), new Renderer(), (bean) -> {
			bean.render();
			assertThatJob("render").completed(1).durations(1);
			assertThat(this.registry.get("method.timed").timer().count()).isOne();
		});
	}

	@Timed
	@MeteredJob("whole")
	public static class Whole {

		public void opened() {
		}

		@MeteredJob(enabled = false)
		public void excluded() {
		}

		void inner() {
		}

	}

	static class Unseen {

		@Timed
		@MeteredJob("seen")
		String seen() {
			hidden();
			fixed();
			shared();
			return called();
		}

		@Timed
		@MeteredJob("called")
		String called() {
			return "ran";
		}

		@Timed
		@MeteredJob("hidden")
		private void hidden() {
		}

		@Timed
		@MeteredJob("fixed")
		final void fixed() {
		}

		@Timed
		@MeteredJob("shared")
		static void shared() {
		}

	}

	interface Work {

		void render();

	}

	static class Renderer implements Work {

		@Override
		@Timed
		@MeteredJob("render")
		public void render() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoProxies {

		@Bean
		Renderer inner() {
			return new Renderer();
		}

		@Bean
		static ProxyFactoryBean outer() {
			ProxyFactoryBean factory = new ProxyFactoryBean();
			factory.setTargetName("inner");
			factory.setProxyTargetClass(true);
			return factory;
		}

	}

}
