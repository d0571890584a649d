package dev.emp.metrics.export;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MockClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link DeliveryQueue}.
 */
@ExtendWith(OutputCaptureExtension.class)
class DeliveryQueueTests {

	private static final Limits WIDE = new Limits(1 << 20, 1 << 20, 1000, Duration.ofHours(6));

	private final MockClock clock = new MockClock();

	private final CountingListener listener = new CountingListener();

	@TempDir
	@Nullable Path directory;

	@Test
	void batchesComeOutInTheOrderInWhichTheyWereAccepted() throws Exception {
		DeliveryQueue queue = inMemory(WIDE);
		accept(queue, 1, 2, 3);
		assertThat(drain(queue)).containsExactly(1L, 2L, 3L);
		assertThat(queue.totals()).isEqualTo(totals(6, 6, Map.of(), 0));
	}

	@Test
	void theOldestGoesWhereTheMemoryIsFull() throws Exception {
		long bytes = Points.of(10).bytes().length;
		DeliveryQueue queue = inMemory(new Limits(1, 3 * bytes, 1000, Duration.ofHours(6)));
		accept(queue, 10, 10, 10, 9, 10);
		assertThat(queue.bytes()).isLessThanOrEqualTo(3 * bytes);
		assertThat(queue.totals()).isEqualTo(totals(49, 0, Map.of("full", 20L), 29));
		assertThat(drain(queue)).containsExactly(10L, 9L, 10L);
	}

	@Test
	void theOldestGoesWhereThereAreTooManyBatches() throws Exception {
		DeliveryQueue queue = inMemory(new Limits(1 << 20, 1 << 20, 2, Duration.ofHours(6)));
		accept(queue, 1, 2, 3);
		assertThat(drain(queue)).containsExactly(2L, 3L);
		assertThat(queue.totals().dropped()).isEqualTo(Map.of("full", 1L));
	}

	@Test
	void aBatchThatIsLargerThanAllThereIsIsDroppedAtOnce() {
		DeliveryQueue queue = inMemory(new Limits(1, 10, 10, Duration.ofHours(6)));
		accept(queue, 50);
		assertThat(queue.totals()).isEqualTo(totals(50, 0, Map.of("full", 50L), 0));
		assertThat(queue.bytes()).isZero();
	}

	@Test
	void aBatchThatIsTooLargeCostsNoOther(CapturedOutput output) {
		DeliveryQueue queue = inMemory(new Limits(1, 200, 100, Duration.ofHours(6)));
		accept(queue, 1, 1, 50);
		assertThat(queue.totals()).isEqualTo(totals(52, 0, Map.of("full", 50L), 2));
		assertThat(output).containsOnlyOnce("50 data points of metrics are lost (full). More is held than");
	}

	@Test
	void aBatchThatIsTooLargeForTheDiskIsHeldInMemory(CapturedOutput output) {
		DeliveryQueue queue = onDisk(new Limits(200, 1 << 20, 100, Duration.ofHours(6)));
		accept(queue, 1, 50, 50);
		assertThat(queue.totals()).isEqualTo(totals(101, 0, Map.of(), 101));
		assertThat(output).containsOnlyOnce("is held in memory, since emp.metrics.export.spool.max-size is less");
	}

	@Test
	void aDiskThatTakesNothingCostsNoBatch() throws Exception {
		DeliveryQueue queue = onDisk(new Limits(400, 1 << 20, 100, Duration.ofHours(6)));
		accept(queue, 5, 5);
		assertThat(this.directory).isNotNull();
		Path kept = this.directory.resolveSibling(this.directory.getFileName() + ".kept");
		Files.move(this.directory, kept);
		Files.createFile(this.directory);
		accept(queue, 5, 5, 5);
		Files.delete(this.directory);
		Files.move(kept, this.directory);
		assertThat(queue.totals().dropped().getOrDefault("full", 0L)).isLessThanOrEqualTo(5L);
		assertThat(queue.totals().held()).isGreaterThanOrEqualTo(20);
	}

	@Test
	void whatIsBeingSentIsNotDropped() throws Exception {
		DeliveryQueue queue = inMemory(new Limits(1 << 20, 1 << 20, 2, Duration.ofHours(6)));
		accept(queue, 1, 2);
		Batch first = take(queue);
		accept(queue, 3);
		assertThat(queue.totals().dropped()).isEqualTo(Map.of("full", 2L));
		queue.finish(first, Result.DELIVERED, "none");
		assertThat(drain(queue)).containsExactly(3L);
		assertThat(queue.totals()).isEqualTo(totals(6, 4, Map.of("full", 2L), 0));
	}

	@Test
	void whatIsReleasedMayBeDropped() throws Exception {
		DeliveryQueue queue = inMemory(new Limits(1 << 20, 1 << 20, 2, Duration.ofHours(6)));
		accept(queue, 1, 2);
		take(queue);
		queue.release();
		accept(queue, 3);
		assertThat(drain(queue)).containsExactly(2L, 3L);
	}

	@Test
	void whatIsTooOldIsDroppedAndCounted() throws Exception {
		DeliveryQueue queue = inMemory(WIDE);
		accept(queue, 1);
		this.clock.add(Duration.ofHours(4));
		accept(queue, 2);
		this.clock.add(Duration.ofHours(3));
		assertThat(queue.oldestAgeSeconds()).isEqualTo(7 * 3600.0);
		assertThat(drain(queue)).containsExactly(2L);
		assertThat(queue.totals()).isEqualTo(totals(3, 2, Map.of("expired", 1L), 0));
	}

	@Test
	void aBatchMayComeToSeveralResults() throws Exception {
		DeliveryQueue queue = inMemory(WIDE);
		accept(queue, 10);
		Batch batch = take(queue);
		queue.settle(batch, Result.REJECTED, "partial_success", 3);
		assertThat(queue.totals().held()).isEqualTo(7);
		queue.finish(batch, Result.DELIVERED, "none");
		assertThat(queue.totals()).isEqualTo(new Totals(Map.of("pushed", 10L), 7, Map.of(), 3, Map.of(), 0));
	}

	@Test
	void noMorePointsAreSettledThanThereAre() throws Exception {
		DeliveryQueue queue = inMemory(WIDE);
		accept(queue, 5);
		Batch batch = take(queue);
		queue.settle(batch, Result.REJECTED, "partial_success", 1000);
		queue.finish(batch, Result.DELIVERED, "none");
		assertThat(queue.totals()).isEqualTo(new Totals(Map.of("pushed", 5L), 0, Map.of(), 5, Map.of(), 0));
	}

	@Test
	void whatADeadProcessLeftGoesFirst() throws Exception {
		DeliveryQueue dead = onDisk(WIDE);
		accept(dead, 1, 2);
		this.spool().close();
		DeliveryQueue queue = onDisk(WIDE);
		accept(queue, 3);
		assertThat(queue.restore()).isTrue();
		assertThat(drain(queue)).containsExactly(1L, 2L, 3L);
		assertThat(queue.totals().accepted()).isEqualTo(Map.of("pushed", 3L, "restored", 3L));
		assertThat(queue.totals().isBalanced()).isTrue();
	}

	@Test
	void whatADeadProcessLeftKeepsItsAge() {
		this.clock.add(System.currentTimeMillis(), TimeUnit.MILLISECONDS);
		accept(onDisk(WIDE), 1, 2);
		spool().close();
		this.clock.add(Duration.ofHours(7));
		DeliveryQueue queue = onDisk(WIDE);
		queue.restore();
		assertThat(queue.totals().dropped()).isEqualTo(Map.of("expired", 3L));
		assertThat(queue.totals().isBalanced()).isTrue();
	}

	@Test
	void whatADeadProcessLeftStaysWithinTheLimits() throws Exception {
		accept(onDisk(WIDE), 1, 2, 3);
		spool().close();
		DeliveryQueue queue = onDisk(new Limits(1 << 20, 1 << 20, 2, Duration.ofHours(6)));
		queue.restore();
		assertThat(drain(queue)).containsExactly(2L, 3L);
		assertThat(queue.totals().dropped()).isEqualTo(Map.of("full", 1L));
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8 })
	void theBooksAreBalancedAfterEachOfManyRandomOperations(long seed) throws Exception {
		Random random = new Random(seed);
		DeliveryQueue queue = (random.nextBoolean()) ? inMemory(new Limits(1, 3000, 12, Duration.ofMinutes(1)))
				: onDisk(new Limits(4000, 1500, 12, Duration.ofMinutes(1)));
		long accepted = 0;
		for (int i = 0; i < 2000; i++) {
			accepted += step(queue, random);
			Totals totals = queue.totals();
			assertThat(totals.isBalanced()).as("seed %d, step %d: %s", seed, i, totals).isTrue();
			assertThat(totals.allAccepted()).isEqualTo(accepted);
			assertThat(totals.held()).isEqualTo(queue.points());
			assertThat(queue.bytes()).isLessThanOrEqualTo(5500);
			assertThat(queue.batches()).isLessThanOrEqualTo(12);
		}
		assertThat(this.listener.counts().keySet()).contains("delivered none", "dropped full", "dropped expired",
				"dropped http_400", "rejected partial_success");
		assertThat(this.listener.count("delivered none")).isEqualTo(queue.totals().delivered());
	}

	private int step(DeliveryQueue queue, Random random) throws InterruptedException {
		int kind = random.nextInt(10);
		if (kind < 4) {
			int points = random.nextInt(30);
			accept(queue, points);
			return points;
		}
		if (kind == 4) {
			this.clock.add(Duration.ofSeconds(random.nextInt(60)));
		}
		Batch batch = queue.take(0);
		if (batch != null) {
			settle(queue, batch, random);
		}
		return 0;
	}

	private static void settle(DeliveryQueue queue, Batch batch, Random random) {
		if (random.nextInt(4) == 0) {
			queue.settle(batch, Result.REJECTED, "partial_success", random.nextInt(40));
		}
		switch (random.nextInt(3)) {
			case 0 -> queue.finish(batch, Result.DELIVERED, "none");
			case 1 -> queue.finish(batch, Result.DROPPED, "http_400");
			default -> queue.release();
		}
	}

	private DeliveryQueue inMemory(Limits limits) {
		return new DeliveryQueue(limits, new Storage(null, new DeliveryLog(this.clock)), this.listener,
				new DeliveryLog(this.clock), this.clock);
	}

	private @Nullable DiskSpool spool;

	private DeliveryQueue onDisk(Limits limits) {
		assertThat(this.directory).isNotNull();
		this.spool = new DiskSpool(this.directory, "test", new NioSpoolFiles());
		return new DeliveryQueue(limits, new Storage(this.spool, new DeliveryLog(this.clock)), this.listener,
				new DeliveryLog(this.clock), this.clock);
	}

	private DiskSpool spool() {
		assertThat(this.spool).isNotNull();
		return this.spool;
	}

	private void accept(DeliveryQueue queue, int... points) {
		for (int count : points) {
			byte[] message = Points.of(count).bytes();
			queue.accept(new Payload(message, false, count, this.clock.wallTime()), Points.TARGET);
		}
	}

	private static Batch take(DeliveryQueue queue) throws InterruptedException {
		Batch batch = queue.take(0);
		assertThat(batch).isNotNull();
		return batch;
	}

	private static List<Long> drain(DeliveryQueue queue) throws InterruptedException {
		List<Long> points = new java.util.ArrayList<>();
		for (Batch batch = queue.take(0); batch != null; batch = queue.take(0)) {
			points.add(batch.points());
			queue.finish(batch, Result.DELIVERED, "none");
		}
		return points;
	}

	private static Totals totals(long accepted, long delivered, Map<String, Long> dropped, long held) {
		return new Totals(Map.of("pushed", accepted), delivered, dropped, 0, Map.of(), held);
	}

}
