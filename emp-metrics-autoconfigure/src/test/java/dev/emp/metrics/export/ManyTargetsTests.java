package dev.emp.metrics.export;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import io.micrometer.core.instrument.Clock;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Lane} and {@link Lanes} where tokens and addresses are several, or
 * change.
 */
class ManyTargetsTests extends AbstractSenderTests {

	private final AtomicLong later = new AtomicLong();

	@Test
	void registriesWithOneAddressKeepATokenEach() {
		this.transport.otherwise((payload) -> ScriptedTransport.retry());
		push("Bearer a", 1);
		push("Bearer b", 2);
		push("Bearer a", 3);
		push("Bearer b", 4);
		untilSentAgain();
		this.transport.otherwise((payload) -> ScriptedTransport.unauthorized());
		untilSentAgain();
		this.transport.otherwise((payload) -> ScriptedTransport.ok());
		untilEmpty();
		assertThat(this.transport.sent()).isNotEmpty()
			.allSatisfy((sent) -> assertThat(sent.target().headers()).containsEntry("Authorization",
					(sent.payload().points() % 2 == 0) ? "Bearer b" : "Bearer a"));
	}

	@Test
	void anAddressThatNothingIsPushedToAnyMoreIsForgotten() {
		this.clock = new LaterClock();
		this.transport
			.otherwise((payload) -> (payload.points() == 1) ? ScriptedTransport.refused() : ScriptedTransport.ok());
		push("http://old/v1/metrics", "Bearer token", 1);
		Awaitility.await().until(() -> sender().picture().state() == DeliveryStatus.State.REFUSED);
		push("http://new/v1/metrics", "Bearer token", 2);
		untilEmpty();
		assertThat(sender().picture().state()).as("where it goes worst").isEqualTo(DeliveryStatus.State.REFUSED);
		this.later.set(Duration.ofMinutes(61).toNanos());
		push("http://new/v1/metrics", "Bearer token", 3);
		untilEmpty();
		assertThat(sender().picture().state()).isEqualTo(DeliveryStatus.State.DELIVERING);
		assertThat(totals()).isEqualTo(new Totals(Map.of("pushed", 6L), 5, Map.of("http_400", 1L), 0, Map.of(), 0));
		push("http://old/v1/metrics", "Bearer token", 4);
		untilEmpty();
		assertThat(totals().delivered()).as("it can come back").isEqualTo(9);
	}

	@Test
	void anAddressThatHoldsSomethingIsNotForgotten() {
		this.clock = new LaterClock();
		this.transport
			.otherwise((payload) -> (payload.points() == 1) ? ScriptedTransport.retry() : ScriptedTransport.ok());
		push("http://old/v1/metrics", "Bearer token", 1);
		this.later.set(Duration.ofMinutes(61).toNanos());
		push("http://new/v1/metrics", "Bearer token", 2);
		Awaitility.await().until(() -> totals().delivered() == 2);
		assertThat(totals().held()).isEqualTo(1);
		this.transport.otherwise((payload) -> ScriptedTransport.ok());
		untilEmpty();
		assertThat(totals().delivered()).isEqualTo(3);
	}

	private void untilSentAgain() {
		int before = this.transport.sent().size() + 1;
		Awaitility.await().until(() -> this.transport.sent().size() > before);
	}

	private final class LaterClock implements Clock {

		@Override
		public long wallTime() {
			return Clock.SYSTEM.wallTime();
		}

		@Override
		public long monotonicTime() {
			return Clock.SYSTEM.monotonicTime() + ManyTargetsTests.this.later.get();
		}

	}

}
