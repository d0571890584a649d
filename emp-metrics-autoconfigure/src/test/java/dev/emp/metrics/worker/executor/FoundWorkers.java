package dev.emp.metrics.worker.executor;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.emp.metrics.worker.WorkerProbe;
import dev.emp.metrics.worker.WorkerProbes;
import dev.emp.metrics.worker.WorkerReading;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keeps the executors that were found.
 */
final class FoundWorkers implements WorkerProbes {

	private final Map<String, WorkerProbe> probes = new ConcurrentHashMap<>();

	@Override
	public void add(WorkerProbe probe) {
		assertThat(probe.isInMemory()).isTrue();
		assertThat(this.probes.put(probe.pool(), probe)).isNull();
	}

	Map<String, WorkerProbe> probes() {
		return this.probes;
	}

	WorkerReading read(String pool) throws Exception {
		WorkerProbe probe = this.probes.get(pool);
		assertThat(probe).as(pool).isNotNull();
		return probe.read();
	}

}
