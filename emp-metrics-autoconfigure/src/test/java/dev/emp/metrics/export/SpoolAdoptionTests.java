package dev.emp.metrics.export;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of how {@link DiskSpool} takes over what others left behind.
 */
class SpoolAdoptionTests {

	private static final long NOON = 1_700_000_000_000L;

	@TempDir
	Path root;

	private DiskSpool spool;

	@BeforeEach
	void open() {
		this.spool = open("heir");
	}

	@AfterEach
	void close() {
		this.spool.close();
	}

	@Test
	void takesOverInTheOrderOfAcceptance() throws Exception {
		for (String text : new String[] { "b 2000", "a 1000", "c 3000" }) {
			try (DiskSpool dead = open(text.substring(0, 1))) {
				int start = Integer.parseInt(text.substring(2));
				for (int i = 0; i < 12; i++) {
					dead.write(payload(text + " " + i, NOON + start + i));
				}
			}
		}
		List<StoredBatch> adopted = DiskSpoolTests.adopt(this.spool);
		assertThat(adopted).hasSize(36);
		assertThat(adopted).isSortedAccordingTo((a, b) -> Long.compare(a.acceptedAt(), b.acceptedAt()));
		assertThat(text(adopted.get(0))).isEqualTo("a 1000 0");
		assertThat(text(adopted.get(35))).isEqualTo("c 3000 11");
		assertThat(DiskSpoolTests.adopt(this.spool)).isEmpty();
	}

	@Test
	void keepsTheOrderWhenTheClockJumpsByAnHour() throws Exception {
		long hour = Duration.ofHours(1).toMillis();
		try (DiskSpool dead = open("dead")) {
			dead.write(payload("first", NOON));
			dead.write(payload("second", NOON + hour));
			dead.write(payload("third", NOON - hour));
			dead.write(payload("fourth", NOON + 1));
		}
		assertThat(DiskSpoolTests.adopt(this.spool)).extracting(this::text)
			.containsExactly("first", "second", "third", "fourth");
	}

	@Test
	void takesNothingFromTheLiving() throws Exception {
		try (DiskSpool living = open("living")) {
			StoredBatch batch = living.write(payload("theirs", NOON));
			assertThat(DiskSpoolTests.adopt(this.spool)).isEmpty();
			assertThat(DiskSpoolTests.adopt(living)).isEmpty();
			assertThat(batch.file()).exists();
		}
		assertThat(DiskSpoolTests.adopt(this.spool)).hasSize(1);
	}

	@Test
	void tellsWhatItTookOver() throws Exception {
		StoredBatch left = leave("some", NOON);
		assertThat(DiskSpoolTests.adopt(this.spool)).containsExactly(left);
	}

	@Test
	void removesAnAdoptedDirectoryWithItsLastBatch() throws Exception {
		Path directory = leave("one", NOON).directory();
		List<StoredBatch> adopted = DiskSpoolTests.adopt(this.spool);
		assertThat(directory).exists();
		adopted.forEach(this.spool::delete);
		assertThat(directory).doesNotExist();
	}

	@Test
	void keepsAnAdoptedDirectoryUntilThen() throws Exception {
		try (DiskSpool dead = open("dead")) {
			dead.write(payload("one", NOON));
			dead.write(payload("two", NOON));
		}
		List<StoredBatch> adopted = DiskSpoolTests.adopt(this.spool);
		this.spool.delete(adopted.get(0));
		this.spool.delete(adopted.get(0));
		assertThat(text(adopted.get(1))).isEqualTo("two");
		assertThat(adopted.get(1).file().resolveSibling("lock")).exists();
		this.spool.close();
		try (DiskSpool next = open("next")) {
			assertThat(DiskSpoolTests.adopt(next)).containsExactly(adopted.get(1));
		}
	}

	@Test
	void letsGoOfAnAdoptedDirectoryWhoseLastBatchSomebodyDeleted() throws Exception {
		try (DiskSpool dead = open("dead")) {
			dead.write(payload("one", NOON));
			dead.write(payload("two", NOON));
		}
		List<StoredBatch> adopted = DiskSpoolTests.adopt(this.spool);
		this.spool.delete(adopted.get(0));
		Files.delete(adopted.get(1).file());
		this.spool.delete(adopted.get(1));
		assertThat(adopted.get(1).directory()).doesNotExist();
	}

	@Test
	void clearsUpWhatAWriteLeftHalfDone() throws Exception {
		StoredBatch left = leave("whole", NOON);
		Path stray = Files.writeString(left.file().resolveSibling("0000000000000009.tmp"), "half");
		assertThat(DiskSpoolTests.adopt(this.spool)).containsExactly(left);
		assertThat(stray).doesNotExist();
	}

	@Test
	void clearsUpDeadDirectoriesInWhichNothingIsLeft() throws Exception {
		Path locked = directory("locked.00000001");
		Files.createFile(locked.resolve("lock"));
		Files.createFile(locked.resolve("0000000000000009.tmp"));
		Path bare = directory("bare.00000002");
		assertThat(DiskSpoolTests.adopt(this.spool)).isEmpty();
		assertThat(locked).doesNotExist();
		assertThat(bare).doesNotExist();
	}

	@Test
	void takesOverADirectoryWhoseLockSomebodyDeleted() throws Exception {
		StoredBatch left = leave("whole", NOON);
		Files.delete(left.file().resolveSibling("lock"));
		assertThat(DiskSpoolTests.adopt(this.spool)).containsExactly(left);
		assertThat(left.file().resolveSibling("lock")).exists();
	}

	@Test
	void leavesWhatIsNotOursAsItIs() throws Exception {
		StoredBatch left = leave("whole", NOON);
		Path inside = Files.writeString(left.file().resolveSibling("notes.txt"), "mine");
		Path lookalike = Files.createDirectory(left.file().resolveSibling("0000000000000009-1-1.batch"));
		Path other = Files.writeString(directory("other").resolve("0000000000000001-1-1.batch"), "mine");
		Path named = Files.writeString(directory("named.0000000a").resolve("mine.txt"), "mine");
		Path plain = Files.writeString(this.root.resolve("plain.0000000b"), "mine");
		List<StoredBatch> adopted = DiskSpoolTests.adopt(this.spool);
		assertThat(adopted).containsExactly(left);
		this.spool.delete(left);
		this.spool.close();
		assertThat(lookalike).isDirectory();
		assertThat(List.of(inside, other, named, plain)).allSatisfy((path) -> assertThat(path).hasContent("mine"));
	}

	@Test
	void followsNoLinkOutOfTheSpool(@TempDir Path elsewhere) throws Exception {
		Path foreign = Files.writeString(elsewhere.resolve("0000000000000001-1-1.batch"), "mine");
		Path temporary = Files.writeString(elsewhere.resolve("0000000000000001.tmp"), "mine");
		Files.createSymbolicLink(this.root.resolve("linked.0000000a"), elsewhere);
		StoredBatch left = leave("whole", NOON);
		Files.createSymbolicLink(left.file().resolveSibling("0000000000000007-1-1.batch"), foreign);
		Files.delete(left.file().resolveSibling("lock"));
		Files.createSymbolicLink(left.file().resolveSibling("lock"), elsewhere.resolve("lock"));
		assertThat(DiskSpoolTests.adopt(this.spool)).isEmpty();
		Files.delete(left.file().resolveSibling("lock"));
		assertThat(DiskSpoolTests.adopt(this.spool)).containsExactly(left);
		assertThat(DiskSpoolTests.entries(elsewhere)).containsExactly("0000000000000001-1-1.batch",
				"0000000000000001.tmp");
		assertThat(temporary).hasContent("mine");
	}

	@Test
	void keepsBothBatchesOfOneSequence() throws Exception {
		StoredBatch left = leave("whole", NOON);
		Path twin = left.file().resolveSibling("0000000000000000-" + (NOON + 5) + "-3.batch");
		Files.copy(left.file(), twin);
		List<StoredBatch> adopted = DiskSpoolTests.adopt(this.spool);
		assertThat(adopted).extracting(StoredBatch::file).containsExactly(left.file(), twin);
		assertThat(adopted).extracting(this::text).containsExactly("whole", "whole");
	}

	@Test
	void takesOverCorruptFilesForThemToBeCounted() throws Exception {
		StoredBatch left = leave("whole", NOON);
		Path empty = Files.createFile(left.file().resolveSibling("0000000000000001-" + NOON + "-2.batch"));
		List<StoredBatch> adopted = DiskSpoolTests.adopt(this.spool);
		assertThat(adopted).extracting(this::text).containsExactly("whole", "length");
		adopted.forEach(this.spool::delete);
		assertThat(empty.getParent()).doesNotExist();
	}

	private StoredBatch leave(String text, long acceptedAt) throws Exception {
		try (DiskSpool dead = open("dead")) {
			return dead.write(payload(text, acceptedAt));
		}
	}

	private DiskSpool open(String instance) {
		return new DiskSpool(this.root, instance, new NioSpoolFiles());
	}

	private Path directory(String name) throws Exception {
		Path directory = this.root.resolve(name);
		new NioSpoolFiles().createDirectory(directory);
		return directory;
	}

	private String text(StoredBatch batch) {
		try {
			return new String(this.spool.read(batch).bytes(), StandardCharsets.UTF_8);
		}
		catch (CorruptBatchException ex) {
			return ex.reason();
		}
	}

	private static Payload payload(String text, long acceptedAt) {
		return new Payload(text.getBytes(StandardCharsets.UTF_8), false, 3, acceptedAt);
	}

}
