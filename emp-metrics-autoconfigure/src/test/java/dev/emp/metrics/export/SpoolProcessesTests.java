package dev.emp.metrics.export;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of several processes that share the directory of a spool.
 */
@Timeout(120)
class SpoolProcessesTests {

	@TempDir
	Path directory;

	@Test
	void takesOverFromAKilledProcessAndFromNoLivingOne() throws Exception {
		try (SpoolChild child = new SpoolChild(this.directory); DiskSpool spool = open()) {
			for (int i = 1; i <= 20; i++) {
				child.tell("write");
				assertThat(child.answer()).isEqualTo(i);
			}
			assertThat(DiskSpoolTests.adopt(spool)).isEmpty();
			child.kill();
			List<StoredBatch> adopted = DiskSpoolTests.adopt(spool);
			assertThat(adopted).hasSize(20);
			for (int i = 1; i <= 20; i++) {
				SpoolFileTests.assertSame(spool.read(adopted.get(i - 1)), DiskSpoolTests.payload(i));
			}
			adopted.forEach(spool::delete);
			assertThat(DiskSpoolTests.entries(this.directory)).isEmpty();
		}
	}

	@Test
	void losesNothingToAKillAtAnyMoment() throws Exception {
		int adopted = 0;
		int answered = 0;
		for (int round = 0; round < 5; round++) {
			try (SpoolChild child = new SpoolChild(this.directory); DiskSpool spool = open()) {
				for (int i = 0; i < 200; i++) {
					child.tell("write");
				}
				for (int i = 0; i <= round * 30; i++) {
					child.answer();
					answered++;
				}
				child.kill();
				for (StoredBatch batch : DiskSpoolTests.adopt(spool)) {
					SpoolFileTests.assertSame(spool.read(batch), DiskSpoolTests.payload(batch.points()));
					spool.delete(batch);
					adopted++;
				}
			}
			assertThat(DiskSpoolTests.entries(this.directory)).isEmpty();
		}
		assertThat(adopted).isBetween(answered, 1000);
	}

	@Test
	void staysLockedForOthersWhenASecondSpoolOfTheProcessLooksForTheDead() throws Exception {
		try (DiskSpool living = open(); SpoolChild child = new SpoolChild(this.directory)) {
			living.write(DiskSpoolTests.payload(1));
			try (DiskSpool second = open()) {
				second.write(DiskSpoolTests.payload(1));
				assertThat(DiskSpoolTests.adopt(living)).isEmpty();
				assertThat(DiskSpoolTests.adopt(second)).isEmpty();
				child.tell("adopt");
				assertThat(child.answer()).isZero();
			}
			child.tell("adopt");
			assertThat(child.answer()).isEqualTo(1);
		}
	}

	@Test
	void givesEachBatchToOneOfSeveralThatAdoptAtOnce() throws Exception {
		for (int i = 0; i < 100; i++) {
			try (DiskSpool dead = open()) {
				dead.write(DiskSpoolTests.payload(1));
				dead.write(DiskSpoolTests.payload(2));
			}
		}
		try (SpoolChild one = new SpoolChild(this.directory);
				SpoolChild two = new SpoolChild(this.directory);
				DiskSpool spool = open();
				DiskSpool other = open()) {
			for (SpoolChild child : List.of(one, two)) {
				child.tell("write");
				child.answer();
			}
			one.tell("adopt");
			two.tell("adopt");
			List<StoredBatch> ours = new ArrayList<>(DiskSpoolTests.adopt(spool));
			ours.addAll(DiskSpoolTests.adopt(other));
			int theirs = one.answer() + two.answer() - 2;
			assertThat(ours).doesNotHaveDuplicates();
			assertThat(ours.size() + theirs).isEqualTo(200);
		}
	}

	@Test
	void writesWhileAnotherProcessClearsUpWhatIsEmpty() throws Exception {
		try (SpoolChild child = new SpoolChild(this.directory)) {
			for (int i = 0; i < 500; i++) {
				child.tell("adopt");
			}
			for (int i = 0; i < 60; i++) {
				try (DiskSpool spool = open()) {
					StoredBatch batch = spool.write(DiskSpoolTests.payload(7));
					SpoolFileTests.assertSame(spool.read(batch), DiskSpoolTests.payload(7));
					spool.delete(batch);
				}
			}
			int adopted = 0;
			for (int i = 0; i < 500; i++) {
				adopted = child.answer();
			}
			assertThat(adopted).isZero();
			await().atMost(Duration.ofSeconds(5))
				.untilAsserted(() -> assertThat(DiskSpoolTests.entries(this.directory)).isEmpty());
		}
	}

	private DiskSpool open() {
		return new DiskSpool(this.directory, "parent", new NioSpoolFiles());
	}

}
