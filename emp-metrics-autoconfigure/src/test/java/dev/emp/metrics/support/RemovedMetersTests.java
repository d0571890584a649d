package dev.emp.metrics.support;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micrometer.registry.otlp.OtlpConfig;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.emp.metrics.MeterDefinition;
import dev.emp.metrics.MeterSpec;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Meters} whose meters the application removes.
 */
class RemovedMetersTests {

	private static final MeterDefinition COUNTER = () -> MeterSpec.counter("removed.count", "A count").tags("key");

	private static final MeterDefinition TIMER = () -> MeterSpec.timer("removed.time", "A time", 1);

	private static final MeterDefinition SUMMARY = () -> MeterSpec.summary("removed.size", "A size", "bytes", 1);

	private static final MeterDefinition GAUGE = () -> MeterSpec.gauge("removed.number", "A number").tags("key");

	static Stream<MeterRegistry> registries() {
		OtlpConfig otlp = (key) -> key.equals("otlp.enabled") ? "false" : null;
		return Stream.of(new SimpleMeterRegistry(), new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
				new OtlpMeterRegistry(otlp, new MockClock()),
				new CompositeMeterRegistry(Clock.SYSTEM, List.of(new SimpleMeterRegistry())),
				new CompositeMeterRegistry(Clock.SYSTEM, List.of(new SimpleMeterRegistry(),
						new CompositeMeterRegistry(Clock.SYSTEM, List.of(new SimpleMeterRegistry())))));
	}

	@ParameterizedTest
	@MethodSource("registries")
	void countsAgainFromZeroAfterAClear(MeterRegistry registry) {
		countsAgainFromZero(registry, registry::clear);
	}

	@ParameterizedTest
	@MethodSource("registries")
	void countsAgainFromZeroAfterEachMeterIsRemoved(MeterRegistry registry) {
		countsAgainFromZero(registry, () -> registry.getMeters().forEach(registry::remove));
	}

	@ParameterizedTest
	@MethodSource("registries")
	void countsAgainFromZeroWhereWhatIsBelowACompositeIsCleared(MeterRegistry registry) {
		countsAgainFromZero(registry, () -> SharedMeters.leaves(registry).forEach(MeterRegistry::clear));
	}

	private static void countsAgainFromZero(MeterRegistry registry, Runnable removal) {
		Meters meters = new Meters(registry);
		Counter counter = meters.counter(COUNTER, Tags.of("key", "a"));
		Timer timer = meters.timer(TIMER, Tags.empty());
		DistributionSummary summary = meters.summary(SUMMARY, Tags.empty());
		ShownGauge gauge = meters.gauge(GAUGE, Tags.of("key", "a"), 7, Integer::doubleValue);
		for (int i = 0; i < 3; i++) {
			counter.increment();
			timer.record(1, TimeUnit.SECONDS);
			summary.record(5);
			gauge.show();
			SharedMeters.leaves(registry).forEach((leaf) -> {
				assertThat(leaf.get("removed.count").counter().count()).isOne();
				assertThat(leaf.get("removed.time").timer().takeSnapshot().count()).isOne();
				assertThat(leaf.get("removed.size").summary().takeSnapshot().count()).isOne();
				assertThat(leaf.get("removed.number").gauge().value()).isEqualTo(7);
			});
			removal.run();
			SharedMeters.leaves(registry).forEach((leaf) -> assertThat(leaf.getMeters()).isEmpty());
		}
		counter.increment();
		meters.close();
		assertThat(registry.getMeters()).isEmpty();
	}

	@Test
	void isBackInAScrape() {
		PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		Counter counter = new Meters(registry).counter(COUNTER, Tags.of("key", "a"));
		counter.increment(5);
		registry.clear();
		assertThat(registry.scrape()).isEmpty();
		counter.increment();
		assertThat(registry.scrape()).contains("removed_count_total{key=\"a\"} 1.0");
	}

	@Test
	void leavesWhatIsNotUsedAgainRemoved() {
		MeterRegistry registry = new SimpleMeterRegistry();
		Meters meters = new Meters(registry);
		Counter used = meters.counter(COUNTER, Tags.of("key", "a"));
		Counter unused = meters.counter(COUNTER, Tags.of("key", "b"));
		unused.increment();
		registry.clear();
		used.increment();
		assertThat(registry.find("removed.count").counters()).singleElement()
			.satisfies((counter) -> assertThat(counter.getId().getTag("key")).isEqualTo("a"));
	}

	@Test
	void bringsCountersBackThatBelongTogether() {
		MeterRegistry registry = new SimpleMeterRegistry();
		List<Counter> counters = new Meters(registry).counters(COUNTER,
				List.of(Tags.of("key", "a"), Tags.of("key", "b"), Tags.of("key", "c")));
		registry.clear();
		counters.get(1).increment();
		assertThat(registry.find("removed.count").counters()).extracting(Counter::count)
			.containsExactlyInAnyOrder(0.0, 1.0, 0.0);
	}

	@Test
	void comesBackOnceForAllContextsThatShareARegistry() {
		MeterRegistry registry = new SimpleMeterRegistry();
		Meters one = new Meters(registry);
		Meters two = new Meters(registry);
		Counter ofOne = one.counter(COUNTER, Tags.of("key", "a"));
		Counter ofTwo = two.counter(COUNTER, Tags.of("key", "a"));
		ShownGauge gaugeOfOne = one.gauge(GAUGE, Tags.of("key", "a"), 3, Integer::doubleValue);
		ShownGauge gaugeOfTwo = two.gauge(GAUGE, Tags.of("key", "a"), 4, Integer::doubleValue);
		for (int i = 0; i < 2; i++) {
			registry.clear();
			ofTwo.increment();
			ofOne.increment();
			gaugeOfTwo.show();
			gaugeOfOne.show();
			gaugeOfOne.show();
			assertThat(registry.get("removed.count").counter().count()).isEqualTo(2);
			assertThat(registry.get("removed.number").gauge().value()).isEqualTo(7);
		}
		one.close();
		assertThat(registry.get("removed.number").gauge().value()).isEqualTo(4);
		ofTwo.increment();
		assertThat(registry.get("removed.count").counter().count()).isEqualTo(3);
		two.close();
		assertThat(registry.getMeters()).isEmpty();
	}

	@Test
	void staysAwayAfterTheClose() {
		MeterRegistry registry = new SimpleMeterRegistry();
		Meters meters = new Meters(registry);
		Counter counter = meters.counter(COUNTER, Tags.of("key", "a"));
		ShownGauge gauge = meters.gauge(GAUGE, Tags.of("key", "a"), 3, Integer::doubleValue);
		Counter removedBefore = meters.counter(COUNTER, Tags.of("key", "b"));
		registry.remove(removedBefore.getId());
		meters.close();
		counter.increment();
		removedBefore.increment();
		gauge.show();
		assertThat(registry.getMeters()).isEmpty();
	}

	@Test
	void countsNothingWhereAFilterDenies() {
		MeterRegistry registry = new SimpleMeterRegistry();
		registry.config().meterFilter(MeterFilter.deny());
		Meters meters = new Meters(registry);
		Counter counter = meters.counter(COUNTER, Tags.of("key", "a"));
		counter.increment();
		registry.clear();
		counter.increment();
		assertThat(registry.getMeters()).isEmpty();
		meters.close();
	}

	@Test
	void countsOnceAFilterThatFailedSucceeds() {
		for (Throwable failure : List.of(new OutOfMemoryError("test"), new StackOverflowError(),
				new IllegalStateException("test"), new NoClassDefFoundError("test"))) {
			MeterRegistry registry = new SimpleMeterRegistry();
			AtomicInteger failures = new AtomicInteger(2);
			registry.config().meterFilter(new MeterFilter() {

				@Override
				public MeterFilterReply accept(Meter.Id id) {
					if (failures.getAndDecrement() > 0) {
						throw RemovedMetersTests.<RuntimeException>sneaky(failure);
					}
					return MeterFilterReply.NEUTRAL;
				}

			});
			Counter counter = new Meters(registry).counter(COUNTER, Tags.of("key", "a"));
			counter.increment();
			assertThat(registry.getMeters()).isEmpty();
			counter.increment();
			counter.increment();
			assertThat(registry.get("removed.count").counter().count()).isOne();
		}
	}

	@Test
	void asksAFilterThatAlwaysFailsLessAndLess() {
		MeterRegistry registry = new SimpleMeterRegistry();
		AtomicInteger asked = new AtomicInteger();
		registry.config().meterFilter(new MeterFilter() {

			@Override
			public Meter.Id map(Meter.Id id) {
				asked.incrementAndGet();
				throw new IllegalStateException("test");
			}

		});
		Counter counter = new Meters(registry).counter(COUNTER, Tags.of("key", "a"));
		for (int i = 0; i < 1000; i++) {
			counter.increment();
		}
		assertThat(asked).hasValueBetween(10, 30);
	}

	@Test
	void showsWhatASourceKnowsAgainWithTheNextRound() {
		MeterRegistry registry = new SimpleMeterRegistry();
		TestSource source = new TestSource("s", null);
		SampledSeries<Map<String, Double>> series = new SampledSeries<>(new Meters(registry), source);
		series.show(Map.of("a", 4.0));
		registry.clear();
		series.renew();
		assertThat(registry.get(TestSource.METER).gauge().value()).isEqualTo(4);
		registry.clear();
		series.show(Map.of("a", 5.0));
		assertThat(registry.get(TestSource.METER).gauge().value()).isEqualTo(5);
		series.clear();
		series.renew();
		assertThat(registry.getMeters()).isEmpty();
	}

	@Test
	void showsWhatASourceKnowsAgainLongBeforeItsNextReading() {
		MeterRegistry registry = new SimpleMeterRegistry();
		TestSource source = new TestSource("s", null);
		try (Sampler sampler = new Sampler(new Meters(registry), Duration.ofHours(1))) {
			sampler.add(source);
			Awaitility.await().until(() -> registry.find(TestSource.METER).gauge() != null);
			registry.clear();
			Awaitility.await().until(() -> registry.find(TestSource.METER).gauge() != null);
			assertThat(registry.get(TestSource.METER).gauge().value()).isOne();
			assertThat(source.reads).hasValue(1);
		}
	}

	@Test
	void countsWhatASourceCountsFromZeroAgain() {
		MeterRegistry registry = new SimpleMeterRegistry();
		TestSource source = new TestSource("s", null);
		source.counts = true;
		SampledSeries<Map<String, Double>> series = new SampledSeries<>(new Meters(registry), source);
		series.show(Map.of("a", 100.0));
		series.show(Map.of("a", 130.0));
		registry.clear();
		series.renew();
		assertThat(registry.get(TestSource.COUNTER).counter().count()).isZero();
		series.show(Map.of("a", 132.0));
		assertThat(registry.get(TestSource.COUNTER).counter().count()).isEqualTo(2);
	}

	@SuppressWarnings({ "unchecked", "TypeParameterUnusedInFormals" })
	private static <T extends Throwable> T sneaky(Throwable failure) throws T {
		throw (T) failure;
	}

}
