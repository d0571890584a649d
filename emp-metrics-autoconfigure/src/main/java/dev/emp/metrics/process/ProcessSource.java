package dev.emp.metrics.process;

import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Tags;
import org.jspecify.annotations.Nullable;

import dev.emp.metrics.process.ProcessMeters.Keys;
import dev.emp.metrics.support.SampledRow;
import dev.emp.metrics.support.SampledSource;

/**
 * This process as a source of gauges.
 */
final class ProcessSource implements SampledSource<ProcessReading> {

	private static final List<SampledRow<ProcessReading>> ROWS = List.of(memory("heap", ProcessReading::heap),
			memory("heap_total", ProcessReading::heapTotal), memory("nonheap", ProcessReading::nonheap),
			memory("rss", ProcessReading::rss), row(ProcessMeters.CPU_UTILIZATION, ProcessReading::cpuUtilization),
			row(ProcessMeters.THREAD_COUNT, ProcessReading::threads),
			row(ProcessMeters.FILE_DESCRIPTOR_COUNT, ProcessReading::descriptors));

	private final ProcessReader reader;

	private final @Nullable Duration interval;

	ProcessSource(ProcessReader reader, @Nullable Duration interval) {
		this.reader = reader;
		this.interval = interval;
	}

	@Override
	public String name() {
		return "process";
	}

	@Override
	public ProcessReading read() {
		return this.reader.read();
	}

	@Override
	public List<SampledRow<ProcessReading>> rows(ProcessReading snapshot) {
		return ROWS;
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

	private static SampledRow<ProcessReading> memory(String type, ToDoubleFunction<ProcessReading> value) {
		return new SampledRow<>(ProcessMeters.MEMORY_USAGE, Tags.of(Keys.TYPE, type), value);
	}

	private static SampledRow<ProcessReading> row(ProcessMeters meter, ToDoubleFunction<ProcessReading> value) {
		return new SampledRow<>(meter, Tags.empty(), value);
	}

}
