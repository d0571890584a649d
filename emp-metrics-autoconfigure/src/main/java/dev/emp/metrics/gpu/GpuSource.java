package dev.emp.metrics.gpu;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.emp.metrics.support.DaemonThreads;
import dev.emp.metrics.support.SampledRow;
import dev.emp.metrics.support.SampledSource;

/**
 * The GPUs of the machine as a source. A driver that hangs costs the thread that reads
 * it, and never the one that closes the context.
 */
final class GpuSource implements SampledSource<List<GpuReading>>, AutoCloseable {

	private final GpuReader reader;

	private final @Nullable Duration interval;

	private final DaemonThreads threads;

	private final GpuRows rows = new GpuRows();

	/** The last push may come after the end. */
	private List<GpuReading> last = List.of();

	private boolean used;

	private boolean reading;

	private boolean closed;

	GpuSource(GpuReader reader, @Nullable Duration interval, DaemonThreads threads) {
		this.reader = reader;
		this.interval = interval;
		this.threads = threads;
	}

	@Override
	public String name() {
		return "gpu";
	}

	/**
	 * Describe what was found.
	 * @return "none found" where nothing shows a GPU, otherwise null
	 */
	@Nullable String note() {
		return this.reader.note();
	}

	@Override
	public List<GpuReading> read() throws Exception {
		if (!begin()) {
			return this.last;
		}
		try {
			this.last = this.reader.read();
			return this.last;
		}
		finally {
			end();
		}
	}

	private synchronized boolean begin() {
		this.reading = !this.closed;
		this.used |= this.reading;
		return this.reading;
	}

	private synchronized void end() {
		this.reading = false;
		if (this.closed) {
			this.reader.close();
		}
	}

	/**
	 * Let go of the driver, without waiting for it.
	 */
	@Override
	public synchronized void close() {
		if (!this.closed && this.used && !this.reading) {
			this.threads.create("emp-metrics-gpu-close", this.reader::close).start();
		}
		this.closed = true;
	}

	@Override
	public List<SampledRow<List<GpuReading>>> rows(List<GpuReading> snapshot) {
		return this.rows.of(snapshot);
	}

	@Override
	public boolean isLocal() {
		return true;
	}

	@Override
	public @Nullable Duration interval() {
		return this.interval;
	}

	@Override
	public boolean isOptional() {
		return true;
	}

}
