package dev.emp.metrics.queue;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

import dev.emp.metrics.support.ContextProbes;
import dev.emp.metrics.support.SampledProbes;

/**
 * The queues of one application context.
 */
final class ContextQueueProbes extends ContextProbes<QueueProbe> implements QueueProbes {

	ContextQueueProbes(ConfigurableListableBeanFactory beanFactory, SampledProbes<QueueProbe> probes) {
		super(QueueProbe.class, beanFactory, probes);
	}

}
