package dev.emp.metrics.disk;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import io.micrometer.core.instrument.Tags;
import org.jspecify.annotations.Nullable;

import dev.emp.metrics.disk.DiskMeters.Keys;
import dev.emp.metrics.support.BoundedTags;
import dev.emp.metrics.support.Lazy;
import dev.emp.metrics.support.LocalPaths;
import dev.emp.metrics.support.SampledRow;
import dev.emp.metrics.support.SampledSource;

/**
 * One path as a source of gauges, so that one which hangs or vanishes costs no other.
 */
final class DiskSource implements SampledSource<DiskReading> {

	private final String path;

	/** Made when it is read: a path that this JVM cannot open is one warning then. */
	private final Lazy<DiskReader> reader;

	private final @Nullable Duration interval;

	private final List<SampledRow<DiskReading>> rows;

	DiskSource(String path, @Nullable Duration interval) {
		this.path = BoundedTags.text(path);
		this.reader = new Lazy<>(() -> new DiskReader(LocalPaths.of(path)));
		this.interval = interval;
		Tags tags = Tags.of(Keys.PATH, this.path);
		this.rows = List.of(new SampledRow<>(DiskMeters.USAGE, tags.and(Keys.TYPE, "used"), DiskReading::used),
				new SampledRow<>(DiskMeters.USAGE, tags.and(Keys.TYPE, "free"), DiskReading::free),
				new SampledRow<>(DiskMeters.USAGE, tags.and(Keys.TYPE, "total"), DiskReading::total));
	}

	@Override
	public String name() {
		return "disk:" + this.path;
	}

	@Override
	public DiskReading read() throws IOException {
		return this.reader.get().read();
	}

	@Override
	public List<SampledRow<DiskReading>> rows(DiskReading snapshot) {
		return this.rows;
	}

	@Override
	public boolean isLocal() {
		return true;
	}

	@Override
	public @Nullable Duration interval() {
		return this.interval;
	}

}
