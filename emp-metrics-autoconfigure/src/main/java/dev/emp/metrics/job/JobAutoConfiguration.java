package dev.emp.metrics.job;

import java.util.List;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;

import dev.emp.metrics.ConditionalOnFeature;
import dev.emp.metrics.MeterDefinitions;
import dev.emp.metrics.support.DaemonThreads;
import dev.emp.metrics.support.Meters;
import dev.emp.metrics.support.RunningWork;
import dev.emp.metrics.support.SupportAutoConfiguration;

/**
 * Auto-configuration of the metrics of jobs. A child context proxies its own beans and
 * counts with the parent's meters.
 */
@AutoConfiguration(after = SupportAutoConfiguration.class)
@ConditionalOnBean(Meters.class)
@ConditionalOnFeature("job")
@EnableConfigurationProperties(JobProperties.class)
public final class JobAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "empJobMeterDefinitions")
	MeterDefinitions empJobMeterDefinitions() {
		return new MeterDefinitions(List.of(JobMeters.values()));
	}

	@Bean
	@ConditionalOnMissingBean
	JobMetrics empJobMetrics(Meters meters, JobProperties properties, ObjectProvider<ErrorClassifier> classifiers,
			ObjectProvider<JobTagsContributor> contributors, ObjectProvider<JobListener> listeners,
			ObjectProvider<JobSpans> spans, ConfigurableBeanFactory beans) {
		return new JobMetrics(meters, properties,
				new JobMetrics.Extensions(classifiers.orderedStream().toList(), contributors.orderedStream().toList(),
						listeners.orderedStream().toList()),
				spans.getIfAvailable(), new DaemonThreads(beans.getBeanClassLoader()));
	}

	@Bean
	@ConditionalOnMissingBean(name = "empRunningJobs")
	RunningWork empRunningJobs(JobMetrics metrics) {
		return metrics::isRunning;
	}

	@Bean
	@ConditionalOnMissingBean
	static RetryOutcomes empRetryOutcomes() {
		return new RetryOutcomes();
	}

	@Bean
	@ConditionalOnMissingBean
	JobRecorder empJobRecorder(JobMetrics metrics) {
		return new DefaultJobRecorder(metrics);
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static MeteredMethods empMeteredMethods(ConfigurableBeanFactory beanFactory,
			ObjectProvider<JobProperties> properties) {
		JobTexts parser = new JobTexts(beanFactory.getBeanClassLoader(), beanFactory::resolveEmbeddedValue);
		return new MeteredMethods(parser, properties::getObject);
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static MeteredJobPostProcessor empMeteredJobPostProcessor(MeteredMethods methods,
			ObjectProvider<JobMetrics> metrics, Environment environment) {
		return new MeteredJobPostProcessor(methods, metrics::getObject,
				environment.getProperty("spring.aop.proxy-target-class", Boolean.class, true));
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static LastMeteredJobPostProcessor empLastMeteredJobPostProcessor(MeteredJobPostProcessor first) {
		return new LastMeteredJobPostProcessor(first);
	}

	@Bean
	@ConditionalOnMissingBean(name = "empMeteredJobsAtZero", search = SearchStrategy.CURRENT)
	SmartInitializingSingleton empMeteredJobsAtZero(MeteredMethods methods, JobMetrics metrics) {
		return () -> methods.bind(metrics);
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	BareBeans empBareBeans(MeteredMethods methods, DefaultListableBeanFactory beanFactory) {
		return new BareBeans(methods, beanFactory);
	}

}
