package dev.emp.metrics.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Clock;
import io.micrometer.registry.otlp.OtlpMetricsSender;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.emp.metrics.support.DaemonThreads;
import dev.emp.metrics.support.PushPhase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the books of a {@link DurableSender} to which several threads push more than
 * it can hold, while its receiver does everything that a receiver can do.
 */
class BusySenderTests {

	private static final int PUBLISHERS = 3;

	private final CountingListener listener = new CountingListener();

	private final AtomicLong pushed = new AtomicLong();

	private final AtomicBoolean ended = new AtomicBoolean();

	private final List<Thread> threads = new ArrayList<>();

	private final List<Totals> unbalanced = new ArrayList<>();

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void theBooksAreBalancedAtAnyTime(boolean onDisk, @TempDir Path directory) throws Exception {
		DurableSender sender = sender(onDisk ? directory : null);
		for (int i = 0; i < PUBLISHERS; i++) {
			start(() -> push(sender));
		}
		start(() -> check(sender));
		long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
		for (Thread thread : this.threads) {
			thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime())));
		}
		// others still push
		sender.close();
		this.ended.set(true);
		for (Thread thread : this.threads) {
			thread.join();
		}
		assertThat(this.unbalanced).isEmpty();
		Totals totals = sender.totals();
		assertThat(totals.allAccepted()).isEqualTo(this.pushed.get()).isPositive();
		assertThat(told() + totals.held()).isEqualTo(this.pushed.get());
		assertThat(onDisk ? pointsIn(directory) : 0).isEqualTo(totals.held());
		assertThat(totals.dropped()).containsKeys("full", "http_400", "failure");
	}

	private void push(DurableSender sender) {
		while (!this.ended.get()) {
			int points = ThreadLocalRandom.current().nextInt(1, 16);
			sender.send(OtlpMetricsSender.Request.builder(Points.of(points).bytes())
				.address(Points.TARGET.address())
				.build());
			this.pushed.addAndGet(points);
		}
	}

	private void check(DurableSender sender) {
		while (!this.ended.get()) {
			Totals totals = sender.totals();
			if (!totals.isBalanced()) {
				this.unbalanced.add(totals);
			}
		}
	}

	private void start(Runnable work) {
		Thread thread = new Thread(work);
		this.threads.add(thread);
		thread.start();
	}

	private long told() {
		return this.listener.counts()
			.entrySet()
			.stream()
			.filter((count) -> count.getKey().matches("(delivered|dropped|rejected|corrupt) .*"))
			.mapToLong((count) -> count.getValue())
			.sum();
	}

	static long pointsIn(Path directory) throws IOException {
		try (Stream<Path> files = Files.walk(directory)) {
			return files.map((file) -> BatchName.parse(String.valueOf(file.getFileName())))
				.filter((name) -> name != null)
				.mapToLong(BatchName::points)
				.sum();
		}
	}

	private DurableSender sender(@Nullable Path directory) {
		DiskSpool spool = (directory != null) ? new DiskSpool(directory, "busy", new NioSpoolFiles()) : null;
		Backoff backoff = new Backoff(Duration.ofNanos(1000), Duration.ofMillis(1), Duration.ofMinutes(1),
				Math::random);
		Limits limits = new Limits(6000, 6000, 4, Duration.ofMillis(50));
		return new DurableSender(
				new DeliveryParts(limits, spool, this.listener, BusySenderTests::answer,
						new DrainSettings(() -> backoff, 100_000, true), false, new PushPhase(), Clock.SYSTEM),
				List::of, Duration.ofMillis(100), DaemonThreads.ofCaller());
	}

	private static Answer answer(Payload payload, Target target) {
		ThreadLocalRandom random = ThreadLocalRandom.current();
		return switch (random.nextInt(9)) {
			case 0 -> ScriptedTransport.retry();
			case 1 -> ScriptedTransport.refused();
			case 2, 3 -> ScriptedTransport.tooLarge();
			case 4 -> throw new IllegalStateException("for the test");
			case 5 -> throw new OutOfMemoryError("for the test");
			case 6 -> ScriptedTransport.ok().rejected(random.nextInt(payload.points() + 1));
			default -> {
				// slower than those who push, even where each push waits for the disk
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
				yield ScriptedTransport.ok();
			}
		};
	}

}
