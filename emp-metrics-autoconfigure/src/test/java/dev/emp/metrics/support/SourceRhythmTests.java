package dev.emp.metrics.support;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for when {@link SourceRuns} reads a source, on one thread and a clock that stands
 * still.
 */
class SourceRhythmTests {

	private static final Duration INTERVAL = Duration.ofSeconds(30);

	private final MockClock clock = new MockClock();

	private final long start = this.clock.monotonicTime();

	private final Meters meters = new Meters(new SimpleMeterRegistry(SimpleConfig.DEFAULT, this.clock));

	private final PushPhase pushes = new PushPhase();

	private final TestSource source = new TestSource("s", INTERVAL);

	private final SourceRuns<?> runs = runs(this.source);

	@Test
	void readsASecondBeforeEachPush() {
		this.runs.check();
		this.clock.add(Duration.ofSeconds(12));
		this.pushes.pushed(this.clock.monotonicTime());
		assertThat(readsAfter(Duration.ofSeconds(30))).as("as before the first push").isEqualTo(2);
		for (int reads = 3; reads < 6; reads++) {
			this.pushes.pushed(this.clock.monotonicTime());
			assertThat(readsAfter(Duration.ofSeconds(29).minusMillis(1))).isEqualTo(reads - 1);
			assertThat(readsAfter(Duration.ofMillis(1))).isEqualTo(reads);
			assertThat(readsAfter(Duration.ofSeconds(1))).isEqualTo(reads);
		}
	}

	@Test
	void readsEarlierWhatTakesLong() {
		this.source.behaviour = () -> {
			this.clock.add(Duration.ofSeconds(3));
			return Map.of("a", 1.0);
		};
		this.runs.check();
		this.pushes.pushed(this.clock.monotonicTime());
		assertThat(readsAfter(INTERVAL)).isEqualTo(2);
		// pushed at 3, 33, 63 s: read at 59 s, until 62 s
		this.clock.add(Duration.ofSeconds(59).minusNanos(this.clock.monotonicTime() - this.start));
		assertThat(readsAfter(Duration.ofMillis(-1))).isEqualTo(2);
		assertThat(readsAfter(Duration.ofMillis(1))).isEqualTo(3);
	}

	@Test
	void readsAgainSoonWhereReadingsAreCompared() {
		TestSource compared = new TestSource("compared", INTERVAL) {

			@Override
			public boolean comparesReadings() {
				return true;
			}

		};
		SourceRuns<?> comparing = runs(compared);
		comparing.check();
		List<Integer> reads = new ArrayList<>();
		for (int i = 0; i < 40; i++) {
			this.clock.add(Duration.ofSeconds(1));
			comparing.check();
			reads.add(compared.reads.get());
		}
		assertThat(reads.indexOf(2)).isEqualTo(4);
		assertThat(reads.indexOf(3)).isEqualTo(34);
	}

	private SourceRuns<?> runs(TestSource source) {
		return new SourceRuns<>(source, new SamplingPlan(INTERVAL, this.pushes, false), this.meters, Runnable::run);
	}

	private int readsAfter(Duration time) {
		this.clock.add(time);
		this.runs.check();
		return this.source.reads.get();
	}

}
