package dev.emp.metrics.queue;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link QueueReading}.
 */
class QueueReadingTests {

	@Test
	void copiesLeaveTheOriginalAsItWas() {
		QueueReading ready = QueueReading.ready(1);
		QueueReading all = ready.with(QueueState.DEAD, 2).oldestAge(Duration.ofSeconds(3)).consumers(4).capacity(5);
		assertThat(ready).isEqualTo(new QueueReading(Map.of(QueueState.READY, 1L), null, null, null));
		assertThat(all).isEqualTo(
				new QueueReading(Map.of(QueueState.READY, 1L, QueueState.DEAD, 2L), Duration.ofSeconds(3), 4L, 5L));
	}

	@Test
	void doesNotChangeWithTheMapItWasMadeFrom() {
		Map<QueueState, Long> sizes = new EnumMap<>(Map.of(QueueState.READY, 1L));
		QueueReading reading = new QueueReading(sizes, null, null, null);
		sizes.clear();
		assertThat(reading).isEqualTo(QueueReading.ready(1));
	}

	@ParameterizedTest
	@MethodSource
	void refusesWhatIsNegative(Supplier<QueueReading> reading) {
		assertThatIllegalArgumentException().isThrownBy(reading::get).withMessageContaining("negative: ");
	}

	static Stream<Named<Supplier<QueueReading>>> refusesWhatIsNegative() {
		QueueReading ready = QueueReading.ready(0);
		return Stream.of(Named.of("ready", () -> QueueReading.ready(-1)),
				Named.of("dead", () -> ready.with(QueueState.DEAD, -1)),
				Named.of("age", () -> ready.oldestAge(Duration.ofNanos(-1))),
				Named.of("consumers", () -> ready.consumers(-1)), Named.of("capacity", () -> ready.capacity(-1)));
	}

}
