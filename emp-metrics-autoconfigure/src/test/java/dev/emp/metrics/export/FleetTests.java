package dev.emp.metrics.export;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import io.micrometer.core.instrument.Clock;
import io.micrometer.registry.otlp.OtlpMetricsSender;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.emp.metrics.support.DaemonThreads;
import dev.emp.metrics.support.PushPhase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what a receiver sees of a fleet when it comes back. Chance is dealt out
 * evenly: each worker has a share of its own, from none to all, and waits longer than
 * those with a smaller one. Batches of worker n have n data points.
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
		Set<Integer> told = ConcurrentHashMap.newKeySet();
		this.receiver.otherwise((payload) -> told.add(payload.points())
				? ScriptedTransport.retry().retryAfter(Duration.ofMillis(500)) : ScriptedTransport.ok());
		IntStream.rangeClosed(1, WORKERS).forEach(this::push);
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.until(() -> this.senders.stream().allMatch((sender) -> sender.totals().held() == 0));
		assertThat(this.receiver.sent()).hasSize(WORKERS * (BATCHES + 1));
		// 0.5 s and up to 2 s of jitter
		assertSpread("until the second attempt", waits(1), 500, 2500);
		// up to a third of 4 s of jitter
		assertSpread("between the first batch and the rest", waits(2), 0, 1333);
	}

	private void push(int worker) {
		double share = (worker - 1.0) / (WORKERS - 1);
		Backoff backoff = new Backoff(Duration.ofSeconds(4), Duration.ofSeconds(4), Duration.ofMinutes(1), () -> share);
		Limits limits = new Limits(1, 1 << 20, 1000, Duration.ofHours(6));
		DurableSender sender = new DurableSender(
				new DeliveryParts(limits, null, new NoListener(), this.receiver,
						new DrainSettings(() -> backoff, 10, true), false, new PushPhase(), Clock.SYSTEM),
				List::of, Duration.ZERO, DaemonThreads.ofCaller());
		this.senders.add(sender);
		for (int i = 0; i < BATCHES; i++) {
			sender.send(OtlpMetricsSender.Request.builder(Points.of(worker).bytes())
				.address(Points.TARGET.address())
				.headers(Map.of())
				.build());
		}
	}

	/**
	 * How long each worker waited before a request.
	 * @param request which of its requests, from 0
	 * @return the milliseconds, by the number of the worker
	 */
	private long[] waits(int request) {
		return IntStream.rangeClosed(1, WORKERS).mapToLong((worker) -> {
			long[] at = this.receiver.sent()
				.stream()
				.filter((sent) -> sent.payload().points() == worker)
				.mapToLong(ScriptedTransport.Sent::at)
				.toArray();
			return Duration.ofNanos(at[request] - at[request - 1]).toMillis();
		}).toArray();
	}

	/**
	 * See that the last quarter of the workers waits longer than the first, which a
	 * machine that stalls for half a second does not change.
	 */
	private static void assertSpread(String what, long[] waits, long least, long most) {
		LongStream first = LongStream.of(waits).limit(WORKERS / 4);
		LongStream last = LongStream.of(waits).skip(WORKERS - WORKERS / 4);
		assertThat(LongStream.of(waits)).as("the wait %s", what).allMatch((wait) -> wait >= least);
		assertThat(waits[WORKERS - 1]).as("the longest wait %s", what).isGreaterThanOrEqualTo(most);
		assertThat(last.min().orElseThrow()).as("the longer waits %s", what).isGreaterThan(first.max().orElseThrow());
	}

}
