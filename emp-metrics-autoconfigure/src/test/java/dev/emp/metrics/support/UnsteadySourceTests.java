package dev.emp.metrics.support;

import java.time.Duration;
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

/**
 * Tests for what {@link SourceHealth} says of a source that comes and goes.
 */
@ExtendWith(OutputCaptureExtension.class)
class UnsteadySourceTests {

	private static final Duration INTERVAL = Duration.ofSeconds(30);

	private final MockClock clock = new MockClock();

	private final MeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, this.clock);

	private final TestSource source = new TestSource("s", INTERVAL);

	private final SourceRuns<?> runs = new SourceRuns<>(this.source, new SamplingPlan(INTERVAL, new PushPhase(), false),
			new Meters(this.registry), Runnable::run);

	@Test
	void saysOfASourceThatComesAndGoesForAnHourTwoWarningsAndOneRecovery(CapturedOutput output) {
		for (int look = 0; look < 120; look++) {
			this.source.behaviour = (look % 2 == 0) ? this::fail : () -> Map.of("a", 1.0);
			after(INTERVAL);
		}
		assertThat(errors()).isEqualTo(60);
		assertThat(said(output)).satisfiesExactly((first) -> assertThat(first).contains("WARN", "out of order"),
				(second) -> assertThat(second).contains("INFO", "answers again"),
				(third) -> assertThat(third).contains("WARN", "out of order", "15 minutes"));
	}

	@Test
	void saysOfASourceThatCameAndWentThatItAnswersOnceItDidForAWhile(CapturedOutput output) {
		for (int look = 0; look < 10; look++) {
			this.source.behaviour = (look % 2 == 0) ? this::fail : () -> Map.of("a", 1.0);
			after(INTERVAL);
		}
		assertThat(said(output)).hasSize(3);
		for (int look = 0; look < 29; look++) {
			after(INTERVAL);
		}
		assertThat(said(output)).hasSize(4).last().asString().contains("INFO", "answers again");
		after(Duration.ofMinutes(16));
		this.source.behaviour = this::fail;
		after(INTERVAL);
		assertThat(said(output)).hasSize(5).last().asString().contains("WARN").doesNotContain("15 minutes");
		this.source.behaviour = () -> Map.of("a", 1.0);
		after(INTERVAL);
		assertThat(said(output)).hasSize(6).last().asString().contains("INFO", "answers again");
	}

	private void after(Duration time) {
		this.clock.add(time);
		this.runs.check();
	}

	private Map<String, Double> fail() {
		throw new IllegalStateException("out of order");
	}

	private double errors() {
		return this.registry.get("emp.metrics.source.errors").tag("source", "s").counter().count();
	}

	private static List<String> said(CapturedOutput output) {
		return output.getOut().lines().filter((line) -> line.contains("source s ")).toList();
	}

}
