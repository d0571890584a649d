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

	private static final int MOST_PER_LOOK = 3000;

	/** As long as a thing may be away. */
	private static final int PATIENCE = 3;

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
	 * A device, what it reports, and what a total has to show of it.
	 */
	private static final class Device {

		private final int id;

		private final boolean bounded;

		private final boolean narrow;

		private double count;

		/** All that it ever counted, whatever it reports. */
		private double lifetime;

		private String name;

		private String seenAt = "";

		private int away;

		/** Clean readings that are needed before the next fault. */
		private int calm;

		private int zeros;

		private double reported;

		private boolean clean;

		private boolean isNew;

		private double good;

		/** The last reading below the last good one, of which it is open what it is. */
		private double low = Double.NaN;

		private double seenFrom;

		private double expected;

		private double truth;

		Device(int id, String name, Random random) {
			this.id = id;
			this.name = name;
			this.bounded = random.nextBoolean();
			this.narrow = random.nextInt(4) == 0;
			this.count = this.narrow ? (1L << 32) - 1 - random.nextInt(100_000)
					: Math.floor(Math.pow(10, 12 * random.nextDouble()));
		}

		void arrive() {
			if (this.away >= PATIENCE + 1 || !this.name.equals(this.seenAt)) {
				this.isNew = true;
				this.calm = 2;
				this.zeros = 0;
			}
			this.away = 0;
			this.seenAt = this.name;
		}

		void grow(Random random) {
			double grown = 1 + random.nextInt(MOST_PER_LOOK - 1);
			this.lifetime += grown;
			this.count += grown;
			if (this.narrow && this.count >= 1L << 32) {
				this.count -= 1L << 32;
				this.calm = Math.max(this.calm, 2);
			}
		}

		void report(Random random) {
			this.clean = false;
			int fault = random.nextInt(20);
			if (!this.isNew && fault == 0) {
				this.reported = List.of(Double.NaN, -1.0, 1.9e19, Double.POSITIVE_INFINITY).get(random.nextInt(4));
			}
			else if (this.zeros > 0) {
				this.zeros--;
				this.reported = 0;
			}
			else if (this.calm > 0 || fault > 7) {
				this.clean = true;
				this.reported = this.count;
				this.calm--;
			}
			else {
				misreport(random, fault);
			}
		}

		private void misreport(Random random, int fault) {
			this.calm = 2;
			if (fault <= 2) {
				this.zeros = random.nextInt(3);
				this.reported = 0;
			}
			else if (fault <= 4) {
				this.reported = Math.floor((this.good - 1) * random.nextDouble());
			}
			else if (fault <= 6 && this.bounded) {
				this.reported = this.count + 100.0 * MOST_PER_LOOK + Math.floor(1e12 * random.nextDouble());
			}
			else {
				this.count = random.nextInt(MOST_PER_LOOK);
				this.lifetime += this.count;
				this.clean = true;
				this.calm = 1;
				this.reported = this.count;
			}
		}

		void judge() {
			if (this.isNew) {
				this.isNew = false;
				this.low = Double.NaN;
				this.good = this.reported;
				this.seenFrom = this.lifetime;
			}
			else if (Growth.isCount(this.reported)) {
				judgeReadable();
			}
			this.truth = this.lifetime - this.seenFrom;
		}

		private void judgeReadable() {
			boolean fromThere = this.clean && this.reported > this.low;
			if (this.reported < this.good && !fromThere) {
				this.low = this.reported;
			}
			else if (this.clean) {
				this.expected += this.reported - ((this.reported < this.good) ? this.low : this.good);
				this.good = this.reported;
				this.low = Double.NaN;
			}
			else {
				this.low = Double.NaN;
			}
		}

	}

	/**
	 * One sequence of looks.
	 */
	private static final class Sequence implements SampledSource<Map<Device, Double>> {

		private final Random random;

		private final MockClock clock = new MockClock();

		private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, this.clock);

		private final SampledSeries<Map<Device, Double>> series = new SampledSeries<>(new Meters(this.registry), this);

		private final List<Device> devices = new ArrayList<>();

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
				this.devices.add(new Device(this.devices.size(), name, this.random));
			}
			else if (choice == 1) {
				Device first = any();
				Device second = any();
				String name = first.name;
				first.name = second.name;
				second.name = name;
			}
		}

		private Device any() {
			return this.devices.get(this.random.nextInt(this.devices.size()));
		}

		private Map<Device, Double> look() {
			Map<Device, Double> snapshot = new LinkedHashMap<>();
			for (Device device : this.devices) {
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

		private void note(Device device) {
			double expected = device.expected;
			double truth = device.isNew ? 0 : device.truth;
			device.judge();
			this.expected.merge(device.name, device.expected - expected, Double::sum);
			this.most.merge(device.name, device.truth - truth, Double::sum);
		}

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
		public Map<Device, Double> read() {
			return Map.of();
		}

		@Override
		public List<SampledRow<Map<Device, Double>>> rows(Map<Device, Double> snapshot) {
			return snapshot.keySet()
				.stream()
				.map((device) -> new SampledRow<Map<Device, Double>>(COUNTER, Tags.of("name", device.name),
						(state) -> state.getOrDefault(device, Double.NaN), device.id,
						device.bounded ? MOST_PER_SECOND : Growth.UNBOUNDED))
				.toList();
		}

	}

}
