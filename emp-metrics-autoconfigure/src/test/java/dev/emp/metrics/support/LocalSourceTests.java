package dev.emp.metrics.support;

import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.emp.metrics.MeterSpec;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SampledSource#isLocal() local} sources.
 */
class LocalSourceTests {

	private static final Duration INTERVAL = Duration.ofSeconds(30);

	private final MockClock clock = new MockClock();

	private final MeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, this.clock);

	private final TestSource source = new TestSource("s", INTERVAL);

	@BeforeEach
	void isLocal() {
		this.source.local = true;
	}

	@Test
	void saysNothingOfItselfAsLongAsItAnswers() {
		runs(MeterSpec::onByDefault).check();
		assertThat(this.registry.get(TestSource.METER).gauge().value()).isOne();
		assertThat(up()).isNull();
	}

	@Test
	void saysHowItIsFromItsFirstFailureOn() {
		SourceRuns<?> runs = runs(MeterSpec::onByDefault);
		runs.check();
		this.source.behaviour = () -> {
			throw new IllegalStateException("out of order");
		};
		this.clock.add(INTERVAL);
		runs.check();
		assertThat(up()).isZero();
		this.source.behaviour = () -> Map.of("a", 1.0);
		this.clock.add(INTERVAL);
		runs.check();
		assertThat(up()).isOne();
		runs.remove();
		assertThat(up()).isNull();
	}

	@Test
	void saysHowItIsWhereThatIsAskedFor() {
		runs((spec) -> true).check();
		assertThat(up()).isOne();
	}

	@Test
	void anOtherSourceAlwaysSaysHowItIs() {
		this.source.local = false;
		runs(MeterSpec::onByDefault).check();
		assertThat(up()).isOne();
	}

	private SourceRuns<?> runs(Predicate<MeterSpec> wanted) {
		return new SourceRuns<>(this.source, new SamplingPlan(INTERVAL, new PushPhase(), false),
				new Meters(this.registry, wanted), Runnable::run);
	}

	private @Nullable Double up() {
		Gauge gauge = this.registry.find("emp.metrics.source.up").tag("source", "s").gauge();
		return (gauge != null) ? gauge.value() : null;
	}

}
