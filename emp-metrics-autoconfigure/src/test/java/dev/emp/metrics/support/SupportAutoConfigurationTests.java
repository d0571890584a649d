package dev.emp.metrics.support;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import dev.emp.metrics.job.JobAutoConfiguration;
import dev.emp.metrics.job.JobInfo;
import dev.emp.metrics.job.JobRecorder;
import dev.emp.metrics.job.UnmeteredJobAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link SupportAutoConfiguration} and
 * {@link dev.emp.metrics.ConditionalOnFeature}.
 */
class SupportAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SupportAutoConfiguration.class, JobAutoConfiguration.class,
				UnmeteredJobAutoConfiguration.class))
		.withBean(MeterRegistry.class, SimpleMeterRegistry::new);

	@Test
	void isOnByDefault() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(Meters.class).hasSingleBean(JobRecorder.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "emp.metrics.enabled=false", "emp.metrics.enabled=FALSE" })
	void leavesNoBeanButARecorderThatRecordsNothingWhereAllIsOff(String property) {
		this.runner.withPropertyValues(property).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBeanDefinitionNames()).filteredOn((name) -> name.matches(".*(emp|metered|job).*"))
				.containsExactlyInAnyOrder("empJobRecorder", UnmeteredJobAutoConfiguration.class.getName());
			assertThat(context.getBean(JobRecorder.class).record(JobInfo.of("job"), () -> "done")).isEqualTo("done");
			assertThat(context.getBean(MeterRegistry.class).getMeters()).isEmpty();
		});
	}

	@Test
	void givesARecorderToLazyBeansOfAChildWhereAllIsOff() {
		this.runner.withPropertyValues("emp.metrics.enabled=false", "spring.main.lazy-initialization=true")
			.run((parent) -> new ApplicationContextRunner().withParent(parent)
				.withInitializer((context) -> context
					.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
				.withPropertyValues("emp.metrics.enabled=false")
				.withConfiguration(AutoConfigurations.of(UnmeteredJobAutoConfiguration.class))
				.withBean(Injected.class)
				.run((child) -> assertThat(child.getBean(Injected.class).recorder())
					.isSameAs(parent.getBean(JobRecorder.class))));
	}

	@Test
	void leavesOutOneFeature() {
		this.runner.withPropertyValues("emp.metrics.job.enabled=false")
			.run((context) -> assertThat(context).hasSingleBean(Meters.class)
				.hasSingleBean(JobRecorder.class)
				.doesNotHaveBean("empJobMetrics"));
	}

	@Test
	void backsOffWithoutARegistry() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SupportAutoConfiguration.class, JobAutoConfiguration.class,
					UnmeteredJobAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(Meters.class)
				.doesNotHaveBean("empJobMetrics")
				.hasSingleBean(JobRecorder.class));
	}

	@Test
	void allowsACustomRecorderToBeUsed() {
		JobRecorder custom = mock(JobRecorder.class);
		this.runner.withBean(JobRecorder.class, () -> custom)
			.run((context) -> assertThat(context.getBean(JobRecorder.class)).isSameAs(custom));
	}

	@Test
	void needsNoAspectJ() {
		this.runner.withClassLoader(new FilteredClassLoader("org.aspectj"))
			.run((context) -> assertThat(context).hasSingleBean(JobRecorder.class));
	}

	/**
	 * Names a recorder.
	 *
	 * @param recorder a recorder
	 */
	record Injected(JobRecorder recorder) {
	}

}
