package dev.emp.metrics.test.kits;

import org.junit.jupiter.api.AfterEach;

import dev.emp.metrics.support.MeteredExecutorService;
import dev.emp.metrics.test.AbstractWorkerProbeTests;
import dev.emp.metrics.worker.WorkerProbe;

/**
 * Tests a {@link MeteredExecutorService} bean against the kit.
 */
class CompressorsTests extends AbstractWorkerProbeTests {

	private final FoundProbe found = new FoundProbe(MeteredExecutorService.class,
			() -> new CompressorConfiguration().compressors());

	private final Occupied occupied = new Occupied(this.found.bean(MeteredExecutorService.class), this.found.workers());

	@AfterEach
	void close() throws Exception {
		this.occupied.release();
		this.found.close();
	}

	@Override
	protected WorkerProbe probe() {
		return this.found.workers();
	}

	@Override
	protected void occupy(int jobs) {
		this.occupied.occupy(jobs);
	}

	@Override
	protected void releaseAll() throws Exception {
		this.occupied.release();
	}

}
