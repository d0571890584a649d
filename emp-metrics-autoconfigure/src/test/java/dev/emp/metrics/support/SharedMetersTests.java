package dev.emp.metrics.support;

import java.util.List;
import java.util.stream.IntStream;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import dev.emp.metrics.MeterDefinition;
import dev.emp.metrics.MeterSpec;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SharedMeters} of a composite registry, below which meters are removed.
 */
class SharedMetersTests {

	private static final MeterDefinition COUNTER = () -> MeterSpec.counter("shared.count", "A count")
		.tags("key", "kind");

	private final MeterRegistry below = new SimpleMeterRegistry();

	private final MeterRegistry registry = new CompositeMeterRegistry(Clock.SYSTEM, List.of(this.below));

	@Test
	void keepsItsCountWhereAMeterOfTheApplicationWithThatNameIsRemoved() {
		Meters meters = new Meters(this.registry);
		Counter counter = meters.counter(COUNTER, Tags.of("key", "a", "kind", "x"));
		counter.increment(5);
		List.of(Counter.builder("shared.count").tag("other", "tag").register(this.registry),
				Counter.builder("shared.count").tag("key", "a").register(this.registry),
				Counter.builder("shared.count").tag("other", "1").description("A count").register(this.registry))
			.forEach(this.registry::remove);
		meters.counter(COUNTER, Tags.of("key", "b", "kind", "x"));
		counter.increment();
		assertThat(this.below.get("shared.count").tag("key", "a").counter().count()).isEqualTo(6);
	}

	@Test
	void findsWhatIsRemovedBelowFiltersThatChangeTags() {
		this.below.config().meterFilter(MeterFilter.commonTags(Tags.of("host", "h")));
		this.below.config().meterFilter(MeterFilter.ignoreTags("kind"));
		Meters meters = new Meters(this.registry);
		Counter one = meters.counter(COUNTER, Tags.of("key", "a", "kind", "x"));
		Counter two = meters.counter(COUNTER, Tags.of("key", "b", "kind", "x"));
		one.increment(5);
		two.increment(5);
		this.below.remove(this.below.get("shared.count").tag("key", "a").meter());
		one.increment();
		two.increment();
		assertThat(this.below.get("shared.count").tag("key", "a").counter().count()).isOne();
		assertThat(this.below.get("shared.count").tag("key", "b").counter().count()).isEqualTo(6);
	}

	@Test
	void findsEachOfManyThatAClearRemoves() {
		this.below.config().meterFilter(MeterFilter.commonTags(Tags.of("host", "h")));
		Meters meters = new Meters(this.registry);
		List<Counter> counters = IntStream.range(0, 500)
			.mapToObj((i) -> meters.counter(COUNTER, Tags.of("key", "" + i, "kind", "x")))
			.toList();
		counters.forEach(Counter::increment);
		this.below.clear();
		counters.forEach(Counter::increment);
		assertThat(this.below.find("shared.count").counters()).hasSize(500).allMatch((counter) -> counter.count() == 1);
		meters.close();
		assertThat(this.below.getMeters()).isEmpty();
	}

}
