package dev.emp.metrics.worker;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.emp.metrics.support.BoundedTags;
import dev.emp.metrics.support.Meters;
import dev.emp.metrics.support.ProbeNames;
import dev.emp.metrics.support.SampledProbes;
import dev.emp.metrics.support.Sampler;
import dev.emp.metrics.worker.WorkerMeters.Keys;

/**
 * Makes a pool's probe a source of gauges.
 */
final class WorkerMetrics {

	private static final String LIMIT = "emp.metrics.worker.limits.values";

	private final @Nullable Duration interval;

	private final Meters meters;

	private final ProbeNames services;

	private final ProbeNames pools;

	private final SampledProbes<WorkerProbe> probes;

	WorkerMetrics(Meters meters, Sampler sampler, WorkerProperties properties) {
		this.meters = meters;
		this.interval = properties.interval();
		int limit = properties.limits().values();
		this.services = new ProbeNames(meters, WorkerMeters.BUSY, Keys.SERVICE, limit, LIMIT);
		this.pools = new ProbeNames(meters, WorkerMeters.BUSY, Keys.POOL, limit, LIMIT);
		this.probes = new SampledProbes<>(WorkerProbe.class, meters, sampler, this::source, this::free);
	}

	SampledProbes<WorkerProbe> probes() {
		return this.probes;
	}

	private WorkerSource source(WorkerProbe probe) {
		String given = probe.service();
		String service = this.services.admit("service()",
				BoundedTags.UNKNOWN.equals(given) ? this.meters.commonTags(List.of(Keys.SERVICE)).get(0) : given);
		try {
			return source(probe, service);
		}
		catch (Throwable ex) {
			this.services.free(service);
			throw ex;
		}
	}

	private WorkerSource source(WorkerProbe probe, String service) {
		String pool = this.pools.admit("pool()", probe.pool());
		return new WorkerSource(probe, service, pool, this.interval);
	}

	private void free(List<String> names) {
		this.services.free(names.get(0));
		this.pools.free(names.get(1));
	}

}
