package dev.emp.metrics.worker;

import java.util.List;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

import dev.emp.metrics.ConditionalOnFeature;
import dev.emp.metrics.MeterDefinitions;
import dev.emp.metrics.support.Meters;
import dev.emp.metrics.support.Sampler;
import dev.emp.metrics.support.SupportAutoConfiguration;

/**
 * Auto-configuration of the metrics of workers. A child context has its own probes read
 * with the parent's meters.
 */
@AutoConfiguration(after = SupportAutoConfiguration.class)
@ConditionalOnBean({ Meters.class, Sampler.class })
@ConditionalOnFeature("worker")
@EnableConfigurationProperties(WorkerProperties.class)
public final class WorkerAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "empWorkerMeterDefinitions")
	MeterDefinitions empWorkerMeterDefinitions() {
		return new MeterDefinitions(List.of(WorkerMeters.values()));
	}

	@Bean
	@ConditionalOnMissingBean
	WorkerMetrics empWorkerMetrics(Meters meters, Sampler sampler, WorkerProperties properties) {
		return new WorkerMetrics(meters, sampler, properties);
	}

	@Bean
	@ConditionalOnMissingBean(value = WorkerProbes.class, search = SearchStrategy.CURRENT)
	ContextWorkerProbes empWorkerProbes(ConfigurableListableBeanFactory beanFactory, WorkerMetrics metrics) {
		// by its interface, a lazy one would not be known to have a start
		return new ContextWorkerProbes(beanFactory, metrics.probes());
	}

}
