package dev.emp.metrics.host;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.emp.metrics.support.SampledRow;
import dev.emp.metrics.support.SampledSource;

/**
 * The machine as a source of gauges and counters.
 */
final class HostSource implements SampledSource<HostReading> {

	private final HostReader reader;

	private final @Nullable Duration interval;

	private HostRows rows = HostRows.of(List.of(), List.of());

	HostSource(HostReader reader, @Nullable Duration interval) {
		this.reader = reader;
		this.interval = interval;
	}

	@Override
	public String name() {
		return "host";
	}

	@Override
	public HostReading read() throws Exception {
		return this.reader.read();
	}

	@Override
	public List<SampledRow<HostReading>> rows(HostReading snapshot) {
		if (!this.rows.fit(snapshot)) {
			this.rows = HostRows.of(snapshot.disks(), snapshot.interfaces());
		}
		return this.rows.all();
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
	public boolean comparesReadings() {
		return true;
	}

}
