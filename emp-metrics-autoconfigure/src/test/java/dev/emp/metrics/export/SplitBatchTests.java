package dev.emp.metrics.export;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what a {@link DurableSender} does with batches that are too large.
 */
class SplitBatchTests extends AbstractSenderTests {

	@Test
	void splitsWhatIsTooLargeBetweenItsMetrics() {
		this.transport
			.otherwise((payload) -> (payload.points() > 3) ? ScriptedTransport.tooLarge() : ScriptedTransport.ok());
		push(10, 1);
		untilEmpty();
		assertThat(totals().delivered()).isEqualTo(11);
		assertThat(this.transport.sentPoints().stream().filter((points) -> points <= 3).mapToInt(Integer::intValue))
			.hasSizeBetween(5, 6);
		assertThat(metrics()).containsExactly("m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8", "m9", "m10", "m1");
	}

	@Test
	void dropsOneMetricThatIsTooLargeAndDeliversTheOthers() {
		this.transport
			.otherwise((payload) -> contains(payload, "m3") ? ScriptedTransport.tooLarge() : ScriptedTransport.ok());
		push(5);
		untilEmpty();
		assertThat(totals().delivered()).isEqualTo(4);
		assertThat(totals().dropped()).isEqualTo(Map.of("too_large", 1L));
	}

	@Test
	void anOutageInTheMiddleOfASplitBatchSendsNoPartTwice() {
		AtomicInteger attempts = new AtomicInteger();
		this.transport.otherwise((payload) -> {
			if (payload.points() > 3) {
				return ScriptedTransport.tooLarge();
			}
			return (attempts.incrementAndGet() % 2 == 0) ? ScriptedTransport.ok() : ScriptedTransport.retry();
		});
		push(10);
		untilEmpty();
		assertThat(totals().delivered()).isEqualTo(10);
	}

}
