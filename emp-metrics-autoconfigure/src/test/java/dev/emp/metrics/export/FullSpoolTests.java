package dev.emp.metrics.export;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.micrometer.core.instrument.MockClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.AdditionalAnswers;
import org.mockito.stubbing.Answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests of a {@link DeliveryQueue} whose directory is full, fails for a while and works
 * again.
 */
class FullSpoolTests {

	private static final long BYTES = SpoolFile.length(new Payload(Points.of(10).bytes(), false, 10, 0));

	private final MockClock clock = new MockClock();

	@TempDir
	Path directory;

	private boolean failing;

	private DiskSpool spool;

	private DeliveryQueue queue;

	@BeforeEach
	void open() {
		this.spool = new DiskSpool(this.directory, "test", disk());
		DeliveryLog log = new DeliveryLog(this.clock);
		Limits limits = new Limits(3 * BYTES, 1 << 20, 100, Duration.ofHours(6));
		this.queue = new DeliveryQueue(limits, new Storage(this.spool, log), new NoListener(), log, this.clock);
		accept(10, 10, 10);
	}

	@AfterEach
	void close() {
		this.spool.close();
	}

	@Test
	void theOldestGoesForAPushThatIsLargerThanTheGap() throws Exception {
		failFor(10);
		assertThat(BusySenderTests.pointsIn(this.directory)).isEqualTo(20);
		accept(20);
		assertThat(BusySenderTests.pointsIn(this.directory)).isEqualTo(30);
		accept(10);
		assertThat(BusySenderTests.pointsIn(this.directory)).isEqualTo(30);
		assertThat(this.queue.totals()).isEqualTo(totals(70, Map.of("full", 30L), 40));
		assertThat(drain()).containsExactly(10L, 20L, 10L);
	}

	@Test
	void nothingMoreGoesWhileTheDiskFails() throws Exception {
		failFor(10, 20, 20, 10);
		assertThat(BusySenderTests.pointsIn(this.directory)).isEqualTo(20);
		assertThat(this.queue.totals()).isEqualTo(totals(90, Map.of("full", 10L), 80));
		assertThat(drain()).containsExactly(10L, 10L, 10L, 20L, 20L, 10L);
	}

	@Test
	void nothingGoesForAPushThatDoesNotFitBesideWhatIsBeingSent() throws Exception {
		failFor(10);
		assertThat(this.queue.take(0)).isNotNull();
		accept(25);
		assertThat(this.queue.totals()).isEqualTo(totals(65, Map.of("full", 10L), 55));
		assertThat(BusySenderTests.pointsIn(this.directory)).isEqualTo(20);
		this.queue.release();
		assertThat(drain()).containsExactly(10L, 10L, 10L, 25L);
	}

	private void failFor(int... points) {
		this.failing = true;
		accept(points);
		this.failing = false;
	}

	private SpoolFiles disk() {
		Answer<Object> disk = AdditionalAnswers.delegatesTo(new NioSpoolFiles());
		return mock(SpoolFiles.class, (call) -> {
			if (this.failing && call.getMethod().getName().equals("create")) {
				throw new IOException("Input/output error");
			}
			return disk.answer(call);
		});
	}

	private void accept(int... points) {
		for (int count : points) {
			this.queue.accept(new Payload(Points.of(count).bytes(), false, count, this.clock.wallTime()),
					Points.TARGET);
		}
	}

	private List<Long> drain() throws InterruptedException {
		List<Long> points = new ArrayList<>();
		for (Batch batch = this.queue.take(0); batch != null; batch = this.queue.take(0)) {
			points.add(batch.points());
			this.queue.finish(batch, Result.DELIVERED, Ledger.NONE);
		}
		return points;
	}

	private static Totals totals(long accepted, Map<String, Long> dropped, long held) {
		return new Totals(Map.of("pushed", accepted), 0, dropped, 0, Map.of(), held);
	}

}
