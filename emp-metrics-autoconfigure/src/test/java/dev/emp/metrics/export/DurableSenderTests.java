package dev.emp.metrics.export;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.system.CapturedOutput;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link DurableSender}.
 */
class DurableSenderTests extends AbstractSenderTests {

	@Test
	void deliversInOrder() {
		push(1, 2, 3);
		untilEmpty();
		assertThat(this.transport.sentPoints()).containsExactly(1, 2, 3);
		assertThat(totals().delivered()).isEqualTo(6);
	}

	@Test
	void sendsTheSameBatchAgainUntilItIsDelivered() {
		this.transport.answers(ScriptedTransport.retry(), ScriptedTransport.retry());
		push(1, 2);
		untilEmpty();
		assertThat(this.transport.sentPoints()).containsExactly(1, 1, 1, 2);
		assertThat(totals().delivered()).isEqualTo(3);
		assertThat(this.listener.count("retried http_503")).isEqualTo(2);
	}

	@Test
	void comesBackNoEarlierThanTheReceiverAsks() {
		this.transport.answers(ScriptedTransport.retry().retryAfter(Duration.ofMillis(700)));
		push(1);
		untilEmpty();
		assertThat(this.transport.sent().get(1).at() - this.transport.sent().get(0).at())
			.isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(700));
	}

	@Test
	void oneBatchThatIsRefusedDoesNotBlockTheNext(CapturedOutput output) {
		this.transport.answers(ScriptedTransport.refused());
		push(1, 2, 3);
		untilEmpty();
		assertThat(this.transport.sentPoints()).containsExactly(1, 2, 3);
		assertThat(totals().dropped()).isEqualTo(Map.of("http_400", 1L));
		assertThat(output).contains("1 data points of metrics are lost (http_400). it answered with status 400.");
	}

	@Test
	void oneBatchThatBreaksTheTransportDoesNotBlockTheNext(CapturedOutput output) {
		this.transport.otherwise((payload) -> {
			if (payload.points() == 1) {
				throw new IllegalStateException("broken");
			}
			return ScriptedTransport.ok();
		});
		push(1, 2);
		untilEmpty();
		assertThat(totals().dropped()).isEqualTo(Map.of("failure", 1L));
		assertThat(totals().delivered()).isEqualTo(2);
		assertThat(output).containsOnlyOnce("A batch of metrics is lost, since sending it failed");
	}

	@Test
	void aLackOfMemoryLosesNothing() {
		AtomicInteger attempts = new AtomicInteger();
		this.transport.otherwise((payload) -> {
			if (attempts.incrementAndGet() < 3) {
				throw new OutOfMemoryError("for the test");
			}
			return ScriptedTransport.ok();
		});
		push(1);
		untilEmpty();
		assertThat(totals().delivered()).isEqualTo(1);
		assertThat(this.listener.count("retried failure")).isEqualTo(2);
	}

	@Test
	void holdsBatchesUntilTheReceiverKnowsTheNewToken(CapturedOutput output) {
		this.transport.otherwise((payload) -> ScriptedTransport.unauthorized());
		push("Bearer old", 1);
		Awaitility.await().until(() -> this.transport.sent().size() > 2);
		assertThat(totals().held()).isEqualTo(1);
		assertThat(sender().picture().state()).isEqualTo(DeliveryStatus.State.HELD_UNAUTHORIZED);
		push("Bearer new", 2);
		// an attempt with the old token may be under way
		int before = this.transport.sent().size() + 1;
		Awaitility.await().until(() -> this.transport.sent().size() > before);
		this.transport.otherwise((payload) -> ScriptedTransport.ok());
		untilEmpty();
		assertThat(totals().delivered()).isEqualTo(3);
		assertThat(this.transport.sent().get(this.transport.sent().size() - 2).target().headers())
			.containsEntry("Authorization", "Bearer new");
		assertThat(output).containsOnlyOnce("Metrics are held").containsOnlyOnce("Metrics are delivered again");
	}

	@Test
	void dropsWhatIsNotAuthorizedWhereItIsToldTo() {
		this.holdUnauthorized = false;
		this.transport.answers(ScriptedTransport.unauthorized());
		push(1, 2);
		untilEmpty();
		assertThat(totals().dropped()).isEqualTo(Map.of("unauthorized", 1L));
		assertThat(totals().delivered()).isEqualTo(2);
	}

	@Test
	void saysThatAllIsLostWhereThereIsNoRoomForAPush() {
		this.limits = new Limits(10, 10, 1000, Duration.ofHours(6));
		push(5, 6);
		assertThat(sender().picture()).satisfies((picture) -> {
			assertThat(picture.state()).isEqualTo(DeliveryStatus.State.DROPPING);
			assertThat(picture.reason()).isEqualTo("full");
			assertThat(picture.lostPoints()).isEqualTo(11);
			assertThat(picture.failingFor()).isPositive();
		});
		assertThat(this.transport.sent()).isEmpty();
	}

	@Test
	void countsWhatTheReceiverRejectsOfABatch() {
		this.transport.answers(ScriptedTransport.ok().rejected(4));
		push(10);
		untilEmpty();
		assertThat(totals()).isEqualTo(new Totals(Map.of("pushed", 10L), 6, Map.of(), 4, Map.of(), 0));
	}

	@Test
	void deliversAtNoMoreThanTheRateAfterAnOutage() {
		this.rate = 20;
		this.transport.answers(ScriptedTransport.retry());
		push(1, 2, 3, 4, 5, 6);
		untilEmpty();
		List<ScriptedTransport.Sent> sent = this.transport.sent();
		assertThat(sent.get(6).at() - sent.get(1).at()).isGreaterThanOrEqualTo(5 * TimeUnit.MILLISECONDS.toNanos(50));
	}

	@Test
	void pushingNeverWaitsForTheReceiver() {
		this.transport.otherwise(ScriptedTransport.HANG);
		push(1);
		Awaitility.await().until(() -> this.transport.sent().size() == 1);
		// would never come to an end
		push(2, 3, 4);
		assertThat(totals().held()).isEqualTo(10);
	}

	@Test
	void saysOnceThatDeliveriesFailAndOnceThatTheyWorkAgain(CapturedOutput output) {
		this.transport.answers(ScriptedTransport.retry(), ScriptedTransport.retry(), ScriptedTransport.retry());
		push(1, 2);
		untilEmpty();
		assertThat(output).containsOnlyOnce("Metrics are held").containsOnlyOnce("Metrics are delivered again");
	}

}
