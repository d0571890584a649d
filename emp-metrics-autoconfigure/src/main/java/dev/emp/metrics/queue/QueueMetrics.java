package dev.emp.metrics.queue;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.emp.metrics.queue.QueueMeters.Keys;
import dev.emp.metrics.support.Meters;
import dev.emp.metrics.support.ProbeNames;
import dev.emp.metrics.support.SampledProbes;
import dev.emp.metrics.support.Sampler;

/**
 * Makes a queue's probe a source of gauges.
 */
final class QueueMetrics {

	private static final String LIMIT = "emp.metrics.queue.limits.values";

	private final @Nullable Duration interval;

	private final ProbeNames queues;

	private final ProbeNames backends;

	private final SampledProbes<QueueProbe> probes;

	QueueMetrics(Meters meters, Sampler sampler, QueueProperties properties) {
		this.interval = properties.interval();
		int limit = properties.limits().values();
		this.queues = new ProbeNames(meters, QueueMeters.SIZE, Keys.QUEUE, limit, LIMIT);
		this.backends = new ProbeNames(meters, QueueMeters.SIZE, Keys.BACKEND, limit, LIMIT);
		this.probes = new SampledProbes<>(QueueProbe.class, meters, sampler, this::source, this::free);
	}

	SampledProbes<QueueProbe> probes() {
		return this.probes;
	}

	private QueueSource source(QueueProbe probe) {
		String queue = this.queues.admit("queue()", probe.queue());
		try {
			return source(probe, queue);
		}
		catch (Throwable ex) {
			this.queues.free(queue);
			throw ex;
		}
	}

	private QueueSource source(QueueProbe probe, String queue) {
		String backend = this.backends.admit("backend()", probe.backend());
		return new QueueSource(probe, queue, backend, this.interval);
	}

	private void free(List<String> names) {
		this.queues.free(names.get(0));
		this.backends.free(names.get(1));
	}

}
