package dev.emp.metrics.worker;

import org.springframework.beans.factory.ObjectProvider;

import dev.emp.metrics.support.ContextProbes;
import dev.emp.metrics.support.SampledProbes;

/**
 * The pools of one application context.
 */
final class ContextWorkerProbes extends ContextProbes<WorkerProbe> implements WorkerProbes {

	ContextWorkerProbes(ObjectProvider<WorkerProbe> beans, SampledProbes<WorkerProbe> probes) {
		super(beans, probes);
	}

}
