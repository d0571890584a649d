package dev.emp.metrics.queue.memory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;

import dev.emp.metrics.ConditionalOnFeature;
import dev.emp.metrics.queue.EnqueuedExtractor;
import dev.emp.metrics.queue.QueueAutoConfiguration;
import dev.emp.metrics.queue.QueueProbes;
import dev.emp.metrics.support.Lazy;
import dev.emp.metrics.support.Meters;

/**
 * Auto-configuration of the metrics of queues in memory. A child context has its own
 * beans measured with the parent's meters.
 */
@AutoConfiguration(after = QueueAutoConfiguration.class)
@ConditionalOnBean(QueueProbes.class)
@ConditionalOnFeature("queue")
public final class MemoryQueueAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	MemoryQueues empMemoryQueues(Meters meters, ObjectProvider<EnqueuedExtractor> extractors, QueueProbes probes) {
		return new MemoryQueues(meters, new Lazy<>(() -> extractors.orderedStream().toList()), probes);
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static MemoryQueueSources empMemoryQueueSources(Environment environment, ObjectProvider<MemoryQueues> queues) {
		return new MemoryQueueSources(environment, queues::getObject);
	}

}
