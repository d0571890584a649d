package dev.emp.metrics.queue;

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
 * Auto-configuration of the metrics of queues. A child context has its own probes read
 * with the parent's meters.
 */
@AutoConfiguration(after = SupportAutoConfiguration.class)
@ConditionalOnBean({ Meters.class, Sampler.class })
@ConditionalOnFeature("queue")
@EnableConfigurationProperties(QueueProperties.class)
public final class QueueAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "empQueueMeterDefinitions")
	MeterDefinitions empQueueMeterDefinitions() {
		return new MeterDefinitions(List.of(QueueMeters.values()));
	}

	@Bean
	@ConditionalOnMissingBean
	QueueMetrics empQueueMetrics(Meters meters, Sampler sampler, QueueProperties properties) {
		return new QueueMetrics(meters, sampler, properties);
	}

	@Bean
	@ConditionalOnMissingBean(value = QueueProbes.class, search = SearchStrategy.CURRENT)
	ContextQueueProbes empQueueProbes(ConfigurableListableBeanFactory beanFactory, QueueMetrics metrics) {
		// by its interface, a lazy one would not be known to have a start
		return new ContextQueueProbes(beanFactory, metrics.probes());
	}

}
