package dev.emp.metrics.support;

import java.time.Duration;
import java.util.Map;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SampledSource#isOptional() optional} sources.
 */
class OptionalSourceTests {

	private static final Duration INTERVAL = Duration.ofSeconds(30);

	private final MockClock clock = new MockClock();

	private final MeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, this.clock);

	private final TestSource source = new TestSource("s", INTERVAL);

	@BeforeEach
	void isOptional() {
		this.source.optional = true;
		this.source.world.clear();
	}

	@Test
	void showsNothingOfItselfWithoutRows() {
		SourceRuns<?> runs = runs();
		for (int i = 0; i < 3; i++) {
			runs.check();
			this.clock.add(INTERVAL);
		}
		assertThat(this.source.reads).hasValue(3);
		assertThat(this.registry.getMeters()).isEmpty();
	}

	@Test
	void saysHowItIsOnceItHasRows() {
		SourceRuns<?> runs = runs();
		runs.check();
		this.source.world.put("a", 1.0);
		this.clock.add(INTERVAL);
		runs.check();
		assertThat(up()).isOne();
		assertThat(this.registry.find("emp.metrics.source.age").gauge()).isNotNull();
		assertThat(this.registry.get("emp.metrics.source.duration").timer().count()).isOne();
		this.source.world.clear();
		this.clock.add(INTERVAL);
		runs.check();
		assertThat(this.registry.find(TestSource.METER).meters()).isEmpty();
		assertThat(up()).isOne();
		runs.remove();
		assertThat(this.registry.getMeters()).isEmpty();
	}

	@Test
	void saysHowItIsOnceItFails() {
		this.source.behaviour = () -> {
			throw new IllegalStateException("out of order");
		};
		runs().check();
		assertThat(up()).isZero();
		assertThat(this.registry.get("emp.metrics.source.errors").counter().count()).isOne();
		assertThat(this.registry.find("emp.metrics.source.age").gauge()).isNull();
	}

	@Test
	void anOtherSourceSaysHowItIsWithoutRows() {
		this.source.optional = false;
		this.source.behaviour = Map::of;
		runs().check();
		assertThat(up()).isOne();
	}

	private SourceRuns<?> runs() {
		return new SourceRuns<>(this.source, new SamplingPlan(INTERVAL, new PushPhase(), false),
				new Meters(this.registry), Runnable::run);
	}

	private double up() {
		return this.registry.get("emp.metrics.source.up").tag("source", "s").gauge().value();
	}

}
