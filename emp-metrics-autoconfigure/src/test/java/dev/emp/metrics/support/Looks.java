package dev.emp.metrics.support;

import java.time.Duration;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/**
 * Looks at a source one after the other, 30 s apart, as a sampler does.
 *
 * @param <T> what the source reads
 */
public final class Looks<T> {

	private static final Duration INTERVAL = Duration.ofSeconds(30);

	private final MockClock clock;

	private final SimpleMeterRegistry registry;

	private final SampledSource<T> source;

	private final SampledSeries<T> series;

	public Looks(SampledSource<T> source) {
		this(source, new MockClock());
	}

	/**
	 * Look at a source that has the same clock.
	 * @param source the source
	 * @param clock the clock, which each look moves
	 */
	public Looks(SampledSource<T> source, MockClock clock) {
		this.clock = clock;
		this.registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
		this.source = source;
		this.series = new SampledSeries<>(new Meters(this.registry), source);
	}

	public void next() throws Exception {
		this.clock.add(INTERVAL);
		this.series.show(this.source.read());
	}

	/**
	 * What a counter has counted.
	 * @param name its name
	 * @param tags keys and values
	 * @return the count, or NaN where there is no such counter
	 */
	public double count(String name, String... tags) {
		Counter counter = this.registry.find(name).tags(tags).counter();
		return (counter != null) ? counter.count() : Double.NaN;
	}

	/**
	 * What a gauge shows.
	 * @param name its name
	 * @param tags keys and values
	 * @return the value, or NaN where there is no such gauge
	 */
	public double value(String name, String... tags) {
		Gauge gauge = this.registry.find(name).tags(tags).gauge();
		return (gauge != null) ? gauge.value() : Double.NaN;
	}

}
