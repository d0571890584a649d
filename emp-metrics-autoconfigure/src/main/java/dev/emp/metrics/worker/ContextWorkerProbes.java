package dev.emp.metrics.worker;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

import dev.emp.metrics.support.ContextProbes;
import dev.emp.metrics.support.SampledProbes;

/**
 * The pools of one application context.
 */
final class ContextWorkerProbes extends ContextProbes<WorkerProbe> implements WorkerProbes {

	ContextWorkerProbes(ConfigurableListableBeanFactory beanFactory, SampledProbes<WorkerProbe> probes) {
		super(WorkerProbe.class, beanFactory, probes);
	}

}
