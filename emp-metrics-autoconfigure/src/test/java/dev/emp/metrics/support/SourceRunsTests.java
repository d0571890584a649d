package dev.emp.metrics.support;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link SourceRuns}, on one thread and a clock that stands still.
 */
@ExtendWith(OutputCaptureExtension.class)
class SourceRunsTests {

	private static final Duration INTERVAL = Duration.ofSeconds(30);

	private final MockClock clock = new MockClock();

	private final MeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, this.clock);

	private final Meters meters = new Meters(this.registry);

	private final SamplingPlan plan = new SamplingPlan(INTERVAL, new PushPhase(), false);

	private final TestSource source = new TestSource("s", INTERVAL);

	private final SourceRuns<?> runs = runs(this.source);

	@Test
	void readsAtOnceAndThenAtIntervals() {
		this.runs.check();
		assertThat(this.source.reads).hasValue(1);
		after(INTERVAL.minusMillis(1));
		assertThat(this.source.reads).hasValue(1);
		after(Duration.ofMillis(1));
		assertThat(this.source.reads).hasValue(2);
	}

	@Test
	void keepsTheRhythmWhereChecksComeLate() {
		this.runs.check();
		after(INTERVAL.plusMillis(900));
		after(INTERVAL.minusMillis(900));
		assertThat(this.source.reads).hasValue(3);
	}

	@Test
	void doesNotCatchUpWhatWasMissed() {
		this.runs.check();
		after(INTERVAL.multipliedBy(10));
		this.runs.check();
		assertThat(this.source.reads).hasValue(2);
	}

	@Test
	void showsWhatWasReadAndNothingElse() {
		this.runs.check();
		this.source.world.put("a", 2.0);
		assertThat(row("a")).isEqualTo(1);
		after(INTERVAL);
		assertThat(row("a")).isEqualTo(2);
	}

	@Test
	void saysHowTheSourceIs() {
		assertThat(this.registry.find("emp.metrics.source.up").meter()).isNull();
		assertThat(this.registry.find("emp.metrics.source.age").meter()).isNull();
		this.source.behaviour = () -> {
			this.clock.add(Duration.ofSeconds(2));
			return Map.of();
		};
		this.runs.check();
		assertThat(gauge("emp.metrics.source.up")).isOne();
		this.clock.add(Duration.ofSeconds(3));
		assertThat(gauge("emp.metrics.source.age")).isEqualTo(5);
		assertThat(this.registry.find("emp.metrics.source.errors").meter()).as("there was none").isNull();
		assertThat(this.registry.get("emp.metrics.source.duration").timer().takeSnapshot().total()).isEqualTo(2e9);
	}

	@Test
	void countsAFailureAndWarnsOnce(CapturedOutput output) {
		this.source.behaviour = this::fail;
		this.runs.check();
		after(INTERVAL);
		assertThat(errors()).isEqualTo(2);
		assertThat(gauge("emp.metrics.source.up")).isZero();
		assertThat(this.registry.find("emp.metrics.source.age").meter()).isNull();
		assertThat(rows()).isEmpty();
		assertThat(output.getOut().lines().filter((line) -> line.contains("source s failed"))).singleElement()
			.asString()
			.contains("WARN", "out of order");
	}

	@Test
	void takesNullForAFailure() {
		this.source.behaviour = () -> null;
		this.runs.check();
		assertThat(errors()).isOne();
		assertThat(gauge("emp.metrics.source.up")).isZero();
	}

	@Test
	void takesAnErrorForAFailure() {
		this.source.behaviour = () -> {
			throw new LinkageError();
		};
		this.runs.check();
		assertThat(errors()).isOne();
	}

	@Test
	void triesLaterAndLaterUpToFiveMinutes() {
		this.source.behaviour = this::fail;
		this.runs.check();
		List<Long> pauses = new ArrayList<>();
		for (int reads = 2; reads < 9; reads++) {
			long from = this.clock.monotonicTime();
			while (this.source.reads.get() < reads) {
				after(Duration.ofSeconds(1));
			}
			pauses.add(Duration.ofNanos(this.clock.monotonicTime() - from).toSeconds());
		}
		assertThat(pauses).containsExactly(30L, 60L, 120L, 240L, 300L, 300L, 300L);
	}

	@Test
	void triesAsOftenAsBeforeAfterASuccess() {
		this.source.behaviour = this::fail;
		this.runs.check();
		after(INTERVAL);
		this.source.behaviour = () -> Map.of("a", 3.0);
		after(INTERVAL.multipliedBy(2));
		assertThat(gauge("emp.metrics.source.up")).isOne();
		after(INTERVAL);
		assertThat(this.source.reads).hasValue(4);
		this.source.behaviour = this::fail;
		after(INTERVAL);
		after(INTERVAL);
		assertThat(this.source.reads).hasValue(6);
	}

	@Test
	void aLongIntervalIsNotShortenedByFailures() {
		TestSource rare = new TestSource("rare", Duration.ofDays(400));
		SourceRuns<?> rarely = runs(rare);
		rare.behaviour = this::fail;
		for (int i = 0; i < 12; i++) {
			rarely.check();
			this.clock.add(Duration.ofDays(399));
			rarely.check();
			assertThat(rare.reads).hasValue(i + 1);
			this.clock.add(Duration.ofDays(1));
		}
	}

	@Test
	void takesAnIntervalThatCannotBeCounted() {
		TestSource rare = new TestSource("rare", Duration.ofSeconds(Long.MAX_VALUE));
		SourceRuns<?> rarely = runs(rare);
		rarely.check();
		this.clock.add(Duration.ofDays(365));
		rarely.check();
		assertThat(rare.reads).hasValue(1);
		assertThat(rows()).containsExactly("a");
	}

	@Test
	void keepsSeriesForThreeIntervalsOfACentury() {
		TestSource rare = new TestSource("rare", Duration.ofDays(36_500));
		SourceRuns<?> rarely = runs(rare);
		rarely.check();
		this.clock.add(Duration.ofDays(365));
		rarely.check();
		assertThat(rows()).containsExactly("a");
	}

	@Test
	void dropsSeriesThatAreOlderThanThreeIntervals() {
		this.runs.check();
		this.source.behaviour = this::fail;
		after(INTERVAL.multipliedBy(3));
		assertThat(rows()).containsExactly("a");
		after(Duration.ofMillis(1));
		assertThat(rows()).isEmpty();
		assertThat(gauge("emp.metrics.source.age")).isCloseTo(90.001, within(.0005));
		this.source.behaviour = () -> Map.of("a", 4.0);
		after(Duration.ofMinutes(5));
		assertThat(row("a")).isEqualTo(4);
	}

	@Test
	void keepsSeriesFifteenSecondsAtLeast() {
		TestSource quick = new TestSource("quick", Duration.ofSeconds(1));
		SourceRuns<?> quickly = runs(quick);
		quickly.check();
		quick.behaviour = this::fail;
		this.clock.add(Duration.ofSeconds(15));
		quickly.check();
		assertThat(rows()).containsExactly("a");
		this.clock.add(Duration.ofMillis(1));
		quickly.check();
		assertThat(rows()).isEmpty();
	}

	@Test
	void leavesNothingWhenItIsRemoved() {
		this.runs.check();
		this.runs.remove();
		assertThat(this.registry.getMeters()).isEmpty();
		after(INTERVAL);
		assertThat(this.source.reads).hasValue(1);
		assertThat(this.registry.getMeters()).isEmpty();
	}

	@Test
	void twoContextsThatReadOneThingSayItOnce() {
		TestSource same = new TestSource("s", INTERVAL);
		SourceRuns<?> other = new SourceRuns<>(same, this.plan, new Meters(this.registry), Runnable::run);
		this.runs.check();
		other.check();
		assertThat(row("a")).isOne();
		assertThat(gauge("emp.metrics.source.up")).isOne();
		same.behaviour = this::fail;
		this.clock.add(INTERVAL);
		other.check();
		assertThat(gauge("emp.metrics.source.up")).isZero();
		other.remove();
		assertThat(gauge("emp.metrics.source.up")).isOne();
		assertThat(row("a")).isOne();
	}

	private SourceRuns<?> runs(TestSource source) {
		return new SourceRuns<>(source, this.plan, this.meters, Runnable::run);
	}

	private void after(Duration time) {
		this.clock.add(time);
		this.runs.check();
	}

	private Map<String, Double> fail() {
		throw new IllegalStateException("out of order");
	}

	private List<String> rows() {
		return this.registry.find(TestSource.METER)
			.meters()
			.stream()
			.map((meter) -> String.valueOf(meter.getId().getTag("row")))
			.sorted()
			.toList();
	}

	private double row(String name) {
		return this.registry.get(TestSource.METER).tag("row", name).gauge().value();
	}

	private double gauge(String name) {
		return this.registry.get(name).tag("source", "s").gauge().value();
	}

	private double errors() {
		return this.registry.get("emp.metrics.source.errors").tag("source", "s").counter().count();
	}

}
