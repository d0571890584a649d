package dev.emp.metrics.queue;

import org.springframework.beans.factory.ObjectProvider;

import dev.emp.metrics.support.ContextProbes;
import dev.emp.metrics.support.SampledProbes;

/**
 * The queues of one application context.
 */
final class ContextQueueProbes extends ContextProbes<QueueProbe> implements QueueProbes {

	ContextQueueProbes(ObjectProvider<QueueProbe> beans, SampledProbes<QueueProbe> probes) {
		super(beans, probes);
	}

}
