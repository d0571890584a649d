package dev.emp.metrics.export;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Clock;
import io.micrometer.registry.otlp.OtlpMetricsSender;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what a receiver sees of a fleet when it comes back.
 */
class FleetTests {

	private static final int WORKERS = 100;

	private static final int BATCHES = 4;

	private final ScriptedTransport receiver = new ScriptedTransport();

	private final List<DurableSender> senders = new ArrayList<>();

	@AfterEach
	void close() {
		this.senders.forEach(DurableSender::close);
	}

	@Test
	void aFleetThatWasToldTheSameTimeDoesNotComeBackAtTheSameTime() {
		this.receiver.otherwise((payload) -> ScriptedTransport.retry().retryAfter(Duration.ofMillis(500)));
		Random random = new Random(42);
		for (int i = 0; i < WORKERS; i++) {
			push(new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofMinutes(1), random::nextDouble));
		}
		Awaitility.await().until(() -> this.receiver.sent().size() == WORKERS);
		this.receiver.otherwise((payload) -> ScriptedTransport.ok());
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> this.senders.stream().allMatch((sender) -> sender.totals().held() == 0));
		List<ScriptedTransport.Sent> after = this.receiver.sent().subList(WORKERS, WORKERS * (BATCHES + 1));
		assertThat(busiest(after, 100)).as("of %d requests in 100 ms", after.size()).isLessThan(60);
	}

	private void push(Backoff backoff) {
		DrainSettings drain = new DrainSettings(backoff, 10, true);
		Limits limits = new Limits(1, 1 << 20, 1000, Duration.ofHours(6));
		DurableSender sender = new DurableSender(
				new DeliveryParts(limits, null, new NoListener(), this.receiver, drain, false, Clock.SYSTEM),
				() -> null, Duration.ZERO);
		this.senders.add(sender);
		for (int i = 0; i < BATCHES; i++) {
			sender.send(OtlpMetricsSender.Request.builder(Points.of(1).bytes())
				.address(Points.TARGET.address())
				.headers(Map.of())
				.build());
		}
	}

	/**
	 * Most requests in any stretch of time.
	 * @param sent the requests
	 * @param millis the length of the stretch
	 * @return how many
	 */
	private static long busiest(List<ScriptedTransport.Sent> sent, long millis) {
		return sent.stream()
			.mapToLong((from) -> sent.stream()
				.filter((each) -> each.at() >= from.at()
						&& each.at() - from.at() < TimeUnit.MILLISECONDS.toNanos(millis))
				.count())
			.max()
			.orElse(0);
	}

}
