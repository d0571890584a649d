package dev.emp.metrics.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests of {@link DiskSpool} on disks that are full, cannot be written or hold a great
 * many batches.
 */
class SpoolLimitsTests {

	@TempDir
	Path root;

	@Test
	void storesAgainOnceAFullDiskHasRoom() throws Exception {
		mount("-t", "tmpfs", "-o", "size=256k", "tmpfs");
		try {
			List<StoredBatch> stored = new ArrayList<>();
			try (DiskSpool spool = open()) {
				fill(spool, stored);
				spool.delete(stored.remove(0));
				stored.add(spool.write(large()));
			}
			try (DiskSpool heir = open()) {
				assertThat(DiskSpoolTests.adopt(heir)).isEqualTo(stored);
			}
		}
		finally {
			command("umount", this.root.toString());
		}
	}

	private static void fill(DiskSpool spool, List<StoredBatch> stored) throws Exception {
		assertThatIOException().isThrownBy(() -> {
			while (stored.size() < 100) {
				stored.add(spool.write(large()));
			}
		});
		assertThat(stored).hasSizeBetween(4, 64);
		Path home = stored.get(0).directory();
		assertThat(DiskSpoolTests.entries(home)).hasSize(stored.size() + 1).contains("lock");
		for (StoredBatch batch : stored) {
			SpoolFileTests.assertSame(spool.read(batch), large());
		}
	}

	@Test
	void saysThatADiskCannotBeWrittenAndLeavesItAlone() throws Exception {
		StoredBatch batch;
		try (DiskSpool dead = open()) {
			batch = dead.write(DiskSpoolTests.payload(1));
		}
		Path spooled = batch.file();
		mount("--bind", this.root.toString());
		try (DiskSpool spool = open()) {
			assumeTrue(command("mount", "-o", "remount,bind,ro", this.root.toString()), "no read-only mount");
			assertThatIOException().isThrownBy(() -> spool.write(large())).withMessageContaining("Read-only");
			assertThat(DiskSpoolTests.adopt(spool)).isEmpty();
			spool.delete(batch);
			assertThat(spooled).exists();
		}
		finally {
			command("umount", this.root.toString());
		}
		try (DiskSpool spool = open()) {
			assertThat(DiskSpoolTests.adopt(spool)).containsExactly(batch);
		}
	}

	@Test
	@Timeout(180)
	void takesOverAHundredThousandBatchesInSeconds() throws Exception {
		Path dead = this.root.resolve("dead.00000001");
		new NioSpoolFiles().createDirectory(dead);
		Payload payload = DiskSpoolTests.payload(1);
		byte[] header = SpoolFile.header(payload);
		byte[] content = Arrays.copyOf(header, header.length + payload.bytes().length);
		System.arraycopy(payload.bytes(), 0, content, header.length, payload.bytes().length);
		for (int i = 0; i < 100_000; i++) {
			Files.write(dead.resolve(new BatchName(i, payload.acceptedAt() + i, 1).toString()), content);
		}
		try (DiskSpool spool = open()) {
			long start = System.nanoTime();
			List<StoredBatch> adopted = DiskSpoolTests.adopt(spool);
			long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
			System.out.printf("100,000 batches adopted in %,d ms%n", took);
			assertThat(took).isLessThan(60_000);
			assertThat(adopted).hasSize(100_000);
			assertThat(adopted).isSortedAccordingTo((a, b) -> Long.compare(a.acceptedAt(), b.acceptedAt()));
			SpoolFileTests.assertSame(spool.read(adopted.get(99_999)), payload);
		}
	}

	@Test
	void writesInMilliseconds() throws Exception {
		long[] micros = new long[300];
		try (DiskSpool spool = open()) {
			for (int i = 0; i < micros.length; i++) {
				long start = System.nanoTime();
				StoredBatch batch = spool.write(large());
				micros[i] = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start);
				spool.delete(batch);
			}
		}
		Arrays.sort(micros);
		System.out.printf("A batch of 8 kB written and forced: p50 %,d us, p99 %,d us%n", micros[150], micros[297]);
		assertThat(micros[150]).isLessThan(1_000_000);
	}

	private DiskSpool open() {
		return new DiskSpool(this.root, "worker", new NioSpoolFiles());
	}

	private static Payload large() {
		byte[] bytes = new byte[8000];
		Arrays.fill(bytes, (byte) 42);
		return new Payload(bytes, false, 100, 1_700_000_000_000L);
	}

	private void mount(String... options) throws Exception {
		List<String> words = new ArrayList<>(List.of("mount"));
		words.addAll(List.of(options));
		words.add(this.root.toString());
		assumeTrue(command(words.toArray(String[]::new)), "cannot mount: run as root to see this");
	}

	private static boolean command(String... words) throws InterruptedException {
		try {
			return new ProcessBuilder(words).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start()
				.waitFor() == 0;
		}
		catch (IOException ex) {
			return false;
		}
	}

}
