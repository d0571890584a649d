package dev.emp.metrics.export;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests of {@link DiskSpool} on the disk, as far as one process sees it.
 */
class DiskSpoolTests {

	@TempDir
	Path root;

	@SuppressWarnings("NullAway.Init")
	private DiskSpool spool;

	@AfterEach
	void close() {
		if (this.spool != null) {
			this.spool.close();
		}
	}

	@Test
	void touchesNothingBeforeTheFirstBatch() {
		this.spool = spool("worker");
		assertThat(adopt(this.spool)).isEmpty();
		assertThat(this.root.resolve("spool")).doesNotExist();
	}

	@Test
	void createsADirectoryOfItsOwnForEachLife() throws Exception {
		this.spool = spool("worker-1");
		StoredBatch first = this.spool.write(payload(1));
		StoredBatch second = this.spool.write(payload(2));
		assertThat(first.directory()).isEqualTo(second.directory());
		assertThat(first.directory().getFileName().toString()).matches("worker-1\\.[0-9a-f]{8}");
		try (DiskSpool other = spool("worker-1")) {
			assertThat(other.write(payload(3)).directory()).isNotEqualTo(first.directory());
		}
	}

	@Test
	void makesDirectoryNamesOfAnyInstance() throws Exception {
		for (String instance : new String[] { "", "..", "../../etc/passwd", "a b/c:d\u00e4\u0000", "x".repeat(300),
				".hid" }) {
			try (DiskSpool one = spool(instance)) {
				StoredBatch batch = one.write(payload(1));
				assertThat(batch.directory().getParent()).isEqualTo(this.root.resolve("spool"));
				assertThat(OwnedDirectory.isName(batch.directory().getFileName().toString())).isTrue();
				one.delete(batch);
			}
		}
		assertThat(entries(this.root.resolve("spool"))).isEmpty();
	}

	@Test
	void letsNobodyElseReadOrEnter() throws Exception {
		this.spool = new DiskSpool(this.root.resolve("var/emp/spool"), "worker", new NioSpoolFiles());
		StoredBatch batch = this.spool.write(payload(1));
		for (Path file : new Path[] { batch.file(), batch.file().resolveSibling("lock") }) {
			assertThat(permissions(file)).isEqualTo("rw-------");
		}
		@Nullable Path directory = batch.directory();
		while (directory != null && !directory.equals(this.root)) {
			assertThat(permissions(directory)).isEqualTo("rwx------");
			directory = directory.getParent();
		}
	}

	@Test
	void leavesNothingButTheBatchAndTheLock() throws Exception {
		this.spool = spool("worker");
		StoredBatch batch = this.spool.write(payload(1));
		assertThat(entries(batch.directory())).containsExactlyInAnyOrder("lock", batch.file().getFileName().toString());
	}

	@Test
	void removesItsDirectoryWhenEverythingWasDelivered() throws Exception {
		this.spool = spool("worker");
		StoredBatch batch = this.spool.write(payload(1));
		this.spool.delete(batch);
		this.spool.delete(batch);
		assertThat(batch.file()).doesNotExist();
		this.spool.close();
		assertThat(entries(this.root.resolve("spool"))).isEmpty();
	}

	@Test
	void keepsItsDirectoryWhileABatchIsLeft() throws Exception {
		this.spool = spool("worker");
		StoredBatch first = this.spool.write(payload(1));
		StoredBatch second = this.spool.write(payload(2));
		this.spool.delete(first);
		this.spool.close();
		assertThat(second.file()).exists();
	}

	@Test
	void writesNothingOnceClosed() {
		this.spool = spool("worker");
		this.spool.close();
		this.spool.close();
		assertThatIOException().isThrownBy(() -> this.spool.write(payload(1))).withMessageContaining("closed");
	}

	@Test
	void startsAnewWhenItsDirectoryWasDeleted() throws Exception {
		this.spool = spool("worker");
		StoredBatch lost = this.spool.write(payload(1));
		FileSystemUtils.deleteRecursively(this.root.resolve("spool"));
		StoredBatch next = this.spool.write(payload(2));
		assertThat(next.directory()).isNotEqualTo(lost.directory());
		assertThat(next.file().resolveSibling("lock")).exists();
		SpoolFileTests.assertSame(this.spool.read(next), payload(2));
		this.spool.delete(lost);
		assertThat(System.getProperties()).doesNotContainKey(property(lost)).containsKey(property(next));
	}

	@Test
	void startsAnewWhenItsLockWasDeletedButTakesNothingFromItself() throws Exception {
		this.spool = spool("worker");
		StoredBatch first = this.spool.write(payload(1));
		Files.delete(first.file().resolveSibling("lock"));
		StoredBatch next = this.spool.write(payload(2));
		assertThat(next.directory()).isNotEqualTo(first.directory());
		assertThat(adopt(this.spool)).isEmpty();
		SpoolFileTests.assertSame(this.spool.read(first), payload(1));
	}

	@Test
	void storesThroughAnInterrupt() throws Exception {
		this.spool = spool("worker");
		Thread.currentThread().interrupt();
		StoredBatch batch = this.spool.write(payload(1));
		Payload read = this.spool.read(batch);
		assertThat(Thread.interrupted()).isTrue();
		SpoolFileTests.assertSame(read, payload(1));
	}

	@Test
	void saysThatAFileIsInThePlaceOfTheDirectory() throws Exception {
		Files.writeString(this.root.resolve("spool"), "no directory");
		this.spool = spool("worker");
		assertThatIOException().isThrownBy(() -> this.spool.write(payload(1))).withMessageContaining("spool");
		assertThat(adopt(this.spool)).isEmpty();
		assertThat(this.root.resolve("spool")).hasContent("no directory");
	}

	@Test
	void worksBelowALinkThatTheUserMade() throws Exception {
		Path real = Files.createDirectory(this.root.resolve("volume"),
				NioSpoolFiles.permissions(this.root, "rwx------"));
		Files.createSymbolicLink(this.root.resolve("spool"), real);
		try (DiskSpool one = spool("worker")) {
			one.write(payload(1));
		}
		this.spool = spool("worker");
		assertThat(adopt(this.spool)).hasSize(1);
	}

	@Test
	void letsGoOfAllItHeldWhenItCloses() throws Exception {
		this.spool = spool("worker");
		StoredBatch batch = this.spool.write(payload(1));
		assertThat(System.getProperties()).containsKey(property(batch));
		this.spool.close();
		assertThat(System.getProperties()).doesNotContainKey(property(batch));
	}

	private DiskSpool spool(String instance) {
		return new DiskSpool(this.root.resolve("spool"), instance, new NioSpoolFiles());
	}

	private static String property(StoredBatch batch) {
		return "dev.emp.metrics.spool." + batch.directory().getFileName();
	}

	/**
	 * Take over everything, as one does who has no limits.
	 * @param spool takes it
	 * @return what was there
	 */
	static List<StoredBatch> adopt(DiskSpool spool) {
		return spool.adopt(Integer.MAX_VALUE, Long.MAX_VALUE, true);
	}

	static Payload payload(int number) {
		return new Payload(("batch " + number).getBytes(StandardCharsets.UTF_8), number % 2 == 0, number,
				1_700_000_000_000L + number);
	}

	static List<String> entries(Path directory) throws IOException {
		try (Stream<Path> paths = Files.list(directory)) {
			return paths.map((path) -> path.getFileName().toString()).sorted().toList();
		}
	}

	private static String permissions(Path path) throws IOException {
		return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
	}

}
