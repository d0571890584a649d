package dev.emp.metrics.support;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.emp.metrics.MeterDefinition;
import dev.emp.metrics.MeterSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Totals against a model that knows the truth: devices that come, go, swap their names or
 * share one, dip, wrap at 32 bits, restart at 0 and misreport.
 */
class GrowthModelTests {

	private static final int SEQUENCES = 40;

	private static final int PER_SEED = 50;

	private static final int LOOKS = 80;

	private static final Duration LOOK = Duration.ofSeconds(30);

	private static final int MOST_PER_SECOND = 100;

	static final int MOST_PER_LOOK = 3000;

	/** As long as a thing may be away. */
	static final int PATIENCE = 3;

	private static final List<String> NAMES = List.of("eth0", "eth1", "sum");

	private static final MeterDefinition COUNTER = () -> MeterSpec.counter("test.total", "A total of a test")
		.tags("name");

	static IntStream seeds() {
		return IntStream.range(0, SEQUENCES);
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void totalsAreTheGrowthOfTheirDevicesAndNeverHistory(int seed) {
		for (int i = 0; i < PER_SEED; i++) {
			new Sequence(new Random(1000L * seed + i)).run("seed " + seed + ", sequence " + i);
		}
	}

	/**
	 * One sequence of looks.
	 */
	private static final class Sequence implements SampledSource<Map<ModelDevice, Double>> {

		private final Random random;

		private final MockClock clock = new MockClock();

		private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, this.clock);

		private final SampledSeries<Map<ModelDevice, Double>> series = new SampledSeries<>(new Meters(this.registry),
				this);

		private final List<ModelDevice> devices = new ArrayList<>();

		private final Map<String, Double> expected = new HashMap<>();

		private final Map<String, Double> most = new HashMap<>();

		private final Map<String, Double> counted = new HashMap<>();

		private final Map<String, Counter> counters = new HashMap<>();

		private final Map<String, Double> before = new HashMap<>();

		Sequence(Random random) {
			this.random = random;
		}

		void run(String what) {
			for (int look = 0; look < LOOKS; look++) {
				move();
				this.series.show(look());
				this.clock.add(LOOK);
				count();
				for (String name : NAMES) {
					String when = what + ", look " + look + ", " + name;
					double total = this.counted.getOrDefault(name, 0.0);
					assertThat(total).as(when).isCloseTo(this.expected.getOrDefault(name, 0.0), within(0.5));
					assertThat(total).as(when).isLessThanOrEqualTo(this.most.getOrDefault(name, 0.0) + 0.5);
				}
			}
			assertThat(this.counted.values()).as(what).anyMatch((total) -> total > 0);
		}

		private void move() {
			int choice = this.random.nextInt(12);
			if (this.devices.size() < 2 || (choice == 0 && this.devices.size() < 8)) {
				String name = NAMES.get(this.random.nextInt(NAMES.size()));
				this.devices.add(new ModelDevice(this.devices.size(), name, this.random));
			}
			else if (choice == 1) {
				ModelDevice first = any();
				ModelDevice second = any();
				String name = first.name;
				first.name = second.name;
				second.name = name;
			}
		}

		private ModelDevice any() {
			return this.devices.get(this.random.nextInt(this.devices.size()));
		}

		private Map<ModelDevice, Double> look() {
			Map<ModelDevice, Double> snapshot = new LinkedHashMap<>();
			for (ModelDevice device : this.devices) {
				device.grow(this.random);
				if (this.random.nextInt(10) < ((device.away > 0) ? 7 : 1)) {
					device.away++;
				}
				else {
					device.arrive();
					device.report(this.random);
					note(device);
					snapshot.put(device, device.reported);
				}
			}
			return snapshot;
		}

		private void note(ModelDevice device) {
			double expected = device.expected;
			double truth = device.isNew ? 0 : device.truth;
			device.judge();
			this.expected.merge(device.name, device.expected - expected, Double::sum);
			this.most.merge(device.name, device.truth - truth, Double::sum);
		}

		// a counter that was away is another one and begins at 0
		@SuppressWarnings("ReferenceEquality")
		private void count() {
			for (String name : NAMES) {
				Counter counter = this.registry.find("test.total").tag("name", name).counter();
				boolean same = counter != null && this.counters.get(name) == counter;
				double count = (counter != null) ? counter.count() : 0;
				this.counted.merge(name, count - (same ? this.before.getOrDefault(name, 0.0) : 0), Double::sum);
				this.before.put(name, count);
				if (counter != null) {
					this.counters.put(name, counter);
				}
			}
		}

		@Override
		public String name() {
			return "model";
		}

		@Override
		public Map<ModelDevice, Double> read() {
			return Map.of();
		}

		@Override
		public List<SampledRow<Map<ModelDevice, Double>>> rows(Map<ModelDevice, Double> snapshot) {
			return snapshot.keySet()
				.stream()
				.map((device) -> new SampledRow<Map<ModelDevice, Double>>(COUNTER, Tags.of("name", device.name),
						(state) -> state.getOrDefault(device, Double.NaN), device.id,
						device.bounded ? MOST_PER_SECOND : Growth.UNBOUNDED))
				.toList();
		}

	}

}
