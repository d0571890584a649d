package dev.emp.metrics.export;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.micrometer.core.instrument.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of how processes with limits share what others left behind.
 */
class SpoolSharingTests {

	private static final long BYTES = 1 << 20;

	private final List<DiskSpool> spools = new ArrayList<>();

	@TempDir
	Path root;

	@AfterEach
	void close() {
		this.spools.forEach(DiskSpool::close);
	}

	@Test
	void threeHeirsOfThreeDeadLoseNothingBetweenThem() throws Exception {
		leave("a", 1, 90);
		leave("b", 1001, 90);
		leave("c", 2001, 90);
		List<DeliveryQueue> heirs = List.of(queue(100), queue(100), queue(100));
		assertThat(heirs).allMatch(DeliveryQueue::restore);
		assertThat(heirs).extracting(DeliveryQueue::batches).containsExactly(90, 90, 90);
		assertThat(heirs).extracting((heir) -> heir.totals().dropped()).containsOnly(Map.of());
		assertThat(heirs).noneMatch(DeliveryQueue::restore);
	}

	@Test
	void anHeirTakesTheNextOnceItHasDeliveredWhatItHolds() throws Exception {
		leave("a", 1, 90);
		leave("b", 1001, 90);
		DeliveryQueue heir = queue(100);
		assertThat(heir.restore()).isTrue();
		deliver(heir, 79);
		assertThat(heir.restore()).isFalse();
		deliver(heir, 1);
		assertThat(heir.restore()).isTrue();
		assertThat(heir.batches()).isEqualTo(100);
		assertThat(heir.totals().dropped()).isEmpty();
	}

	@Test
	void whatDoesNotFitIsLeftToOthers() throws Exception {
		leave("old", 1, 3);
		leave("young", 1001, 2);
		DiskSpool full = spool("full");
		assertThat(full.adopt(0, BYTES, false)).isEmpty();
		assertThat(full.adopt(2, 0, false)).isEmpty();
		assertThat(full.adopt(1, BYTES, false)).isEmpty();
		assertThat(numbers(full.adopt(2, BYTES, false))).containsExactly(1001, 1002);
		assertThat(numbers(DiskSpoolTests.adopt(spool("other")))).containsExactly(1, 2, 3);
	}

	@Test
	void bytesAreCountedAsWell() throws Exception {
		long bytes = leave("one", 101, 2).stream().mapToLong(StoredBatch::bytes).sum();
		leave("two", 201, 2);
		DiskSpool heir = spool("heir");
		assertThat(heir.adopt(4, bytes - 1, false)).isEmpty();
		assertThat(numbers(heir.adopt(4, 2 * bytes - 1, false))).containsExactly(101, 102);
		assertThat(numbers(heir.adopt(4, bytes, false))).containsExactly(201, 202);
	}

	@Test
	void whoHoldsNothingTakesTheOldestEvenIfItIsTooLarge() throws Exception {
		leave("large", 1, 5);
		leave("small", 1001, 1);
		DiskSpool heir = spool("heir");
		assertThat(heir.adopt(4, BYTES, false)).hasSize(1);
		assertThat(numbers(heir.adopt(4, 1, true))).containsExactly(1, 2, 3, 4, 5);
	}

	@Test
	void onlyOneThatIsTooLargeIsTaken() throws Exception {
		leave("large", 1, 5);
		leave("larger", 1001, 6);
		assertThat(numbers(spool("heir").adopt(4, BYTES, true))).containsExactly(1, 2, 3, 4, 5);
	}

	@Test
	void livesOfAnInstanceGoInTheirOrder() throws Exception {
		leave("worker", 1, 3);
		leave("worker", 1001, 1);
		leave("worker", 2001, 2);
		DiskSpool heir = spool("heir");
		assertThat(heir.adopt(2, BYTES, false)).isEmpty();
		List<StoredBatch> first = heir.adopt(3, BYTES, false);
		assertThat(numbers(first)).containsExactly(1, 2, 3);
		heir.delete(first.get(0));
		heir.delete(first.get(1));
		assertThat(heir.adopt(9, BYTES, false)).as("would go out before the rest of the first life").isEmpty();
		heir.delete(first.get(2));
		assertThat(numbers(heir.adopt(9, BYTES, false))).containsExactly(1001, 2001, 2002);
	}

	@Test
	void aRestartTakesOverFromItsFormerLives() throws Exception {
		leave("worker", 1, 3);
		DiskSpool worker = spool("worker");
		worker.write(DiskSpoolTests.payload(2001));
		assertThat(numbers(worker.adopt(9, BYTES, false))).containsExactly(1, 2, 3);
	}

	private List<StoredBatch> leave(String instance, int number, int batches) throws IOException {
		List<StoredBatch> left = new ArrayList<>();
		try (DiskSpool dead = new DiskSpool(this.root, instance, new NioSpoolFiles())) {
			for (int i = 0; i < batches; i++) {
				left.add(dead.write(DiskSpoolTests.payload(number + i)));
			}
		}
		return left;
	}

	private DiskSpool spool(String instance) {
		DiskSpool spool = new DiskSpool(this.root, instance, new NioSpoolFiles());
		this.spools.add(spool);
		return spool;
	}

	private DeliveryQueue queue(int batches) {
		// batches of tests are older than any age
		Limits limits = new Limits(BYTES, BYTES, batches, Duration.ofDays(100_000));
		return new DeliveryQueue(limits, new Storage(spool("heir"), new DeliveryLog(Clock.SYSTEM)), new NoListener(),
				new DeliveryLog(Clock.SYSTEM), Clock.SYSTEM);
	}

	private static void deliver(DeliveryQueue queue, int batches) throws InterruptedException {
		for (int i = 0; i < batches; i++) {
			Batch batch = queue.take(1);
			assertThat(batch).isNotNull();
			queue.finish(batch, Result.DELIVERED, Ledger.NONE);
		}
	}

	private static List<Integer> numbers(List<StoredBatch> batches) {
		return batches.stream().map(StoredBatch::points).toList();
	}

}
