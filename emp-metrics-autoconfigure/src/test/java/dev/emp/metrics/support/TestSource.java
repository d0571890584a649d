package dev.emp.metrics.support;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.Tags;
import org.jspecify.annotations.Nullable;

import dev.emp.metrics.MeterDefinition;
import dev.emp.metrics.MeterSpec;

/**
 * A source whose rows are the entries of a map, and which does what a test says.
 */
class TestSource implements SampledSource<Map<String, Double>> {

	static final String METER = "test.row";

	static final String COUNTER = "test.count";

	private static final MeterDefinition COUNT = () -> MeterSpec.counter(COUNTER, "A count of a test")
		.tags("source", "row");

	private static final MeterDefinition ROW = () -> MeterSpec.gauge(METER, "A row of a test").tags("source", "row");

	final AtomicInteger reads = new AtomicInteger();

	final Map<String, Double> world = new LinkedHashMap<>(Map.of("a", 1.0));

	volatile Callable<Map<String, Double>> behaviour = () -> Map.copyOf(this.world);

	boolean live;

	boolean own = true;

	boolean local;

	boolean optional;

	boolean counts;

	private final String name;

	private final @Nullable Duration interval;

	TestSource(String name, @Nullable Duration interval) {
		this.name = name;
		this.interval = interval;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public Map<String, Double> read() throws Exception {
		this.reads.incrementAndGet();
		return this.behaviour.call();
	}

	@Override
	public List<SampledRow<Map<String, Double>>> rows(Map<String, Double> snapshot) {
		return snapshot.keySet()
			.stream()
			.map((row) -> new SampledRow<Map<String, Double>>(this.counts ? COUNT : ROW,
					Tags.of("source", this.name, "row", row), (state) -> state.getOrDefault(row, Double.NaN)))
			.toList();
	}

	@Override
	public @Nullable Duration interval() {
		return this.interval;
	}

	@Override
	public boolean isLive() {
		return this.live;
	}

	@Override
	public boolean isOwn() {
		return this.own;
	}

	@Override
	public boolean isLocal() {
		return this.local;
	}

	@Override
	public boolean isOptional() {
		return this.optional;
	}

}
