package dev.emp.metrics.export;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests of how batches lie in files, and of what becomes of files that changed.
 */
class SpoolFileTests {

	private static final Payload PAYLOAD = new Payload("the body of a request".getBytes(StandardCharsets.UTF_8), true,
			7, 1_700_000_000_123L);

	private final DiskSpool spool;

	private StoredBatch batch;

	private byte[] content;

	SpoolFileTests(@TempDir Path directory) {
		this.spool = new DiskSpool(directory, "worker", new NioSpoolFiles());
	}

	@BeforeEach
	void write() throws Exception {
		this.batch = this.spool.write(PAYLOAD);
		this.content = Files.readAllBytes(this.batch.file());
	}

	@AfterEach
	void close() {
		this.spool.close();
	}

	@Test
	void givesBackWhatWasWritten() throws Exception {
		assertSame(this.spool.read(this.batch), PAYLOAD);
		assertThat(this.batch.points()).isEqualTo(7);
		assertThat(this.batch.acceptedAt()).isEqualTo(1_700_000_000_123L);
		assertThat(this.batch.bytes()).isEqualTo(this.content.length).isEqualTo(Files.size(this.batch.file()));
		assertThat(this.batch.file()).hasFileName("0000000000000000-1700000000123-7.batch");
	}

	@Test
	void givesBackEmptyUncompressedAndOldBatches() throws Exception {
		Payload payload = new Payload(new byte[0], false, 0, -5);
		StoredBatch stored = this.spool.write(payload);
		assertSame(this.spool.read(stored), payload);
		assertThat(stored.acceptedAt()).isZero();
		assertThat(BatchName.parse(stored.file().getFileName().toString())).isNotNull();
	}

	@Test
	void keepsThePlaceOfEveryField() {
		ByteBuffer header = ByteBuffer.wrap(SpoolFile.header(PAYLOAD));
		assertThat(header.getInt()).isEqualTo(0x454d5053);
		assertThat(header.getShort()).isEqualTo((short) 1);
		assertThat(header.getShort()).isEqualTo((short) 1);
		assertThat(header.getInt()).isEqualTo(7);
		assertThat(header.getLong()).isEqualTo(1_700_000_000_123L);
		assertThat(header.getInt()).isEqualTo(21);
		assertThat(header.position() + 4).isEqualTo(header.limit()).isEqualTo(28);
	}

	@Test
	void noticesEveryBitThatFlips() throws Exception {
		Set<String> reasons = new TreeSet<>();
		for (int bit = 0; bit < this.content.length * 8; bit++) {
			byte[] flipped = this.content.clone();
			flipped[bit / 8] ^= (byte) (1 << (bit % 8));
			reasons.add(reason(flipped));
		}
		assertThat(reasons).containsExactly("checksum", "length", "magic", "version");
	}

	@Test
	void noticesEveryLengthAtWhichAFileIsTorn() throws Exception {
		for (int length = 0; length < this.content.length; length++) {
			assertThat(reason(Arrays.copyOf(this.content, length))).isEqualTo("length");
		}
		assertThat(reason(Arrays.copyOf(this.content, this.content.length + 1))).isEqualTo("length");
	}

	@Test
	void noticesATailOfZeros() throws Exception {
		byte[] torn = this.content.clone();
		Arrays.fill(torn, 40, torn.length, (byte) 0);
		assertThat(reason(torn)).isEqualTo("checksum");
		assertThat(reason(new byte[torn.length])).isEqualTo("magic");
	}

	@Test
	void leavesFormatsOfLaterReleasesAlone() throws Exception {
		byte[] later = this.content.clone();
		ByteBuffer.wrap(later).putShort(4, (short) 2);
		assertThat(reason(later)).isEqualTo("version");
	}

	@Test
	void believesNoLengthThatTheFileDoesNotHave() throws Exception {
		for (int length : new int[] { Integer.MAX_VALUE, Integer.MIN_VALUE, -1, 0, 20, 22 }) {
			byte[] forged = this.content.clone();
			ByteBuffer.wrap(forged).putInt(20, length);
			assertThat(reason(forged)).isEqualTo("length");
		}
	}

	@Test
	void noticesANameThatTellsAnotherNumberOfPoints() throws Exception {
		Path renamed = Files.move(this.batch.file(),
				this.batch.file().resolveSibling("0000000000000000-1700000000123-8.batch"));
		assertThat(reason(new StoredBatch(renamed, 8, this.batch.bytes(), this.batch.acceptedAt())))
			.isEqualTo("checksum");
	}

	@Test
	void saysThatAFileIsGone() throws Exception {
		Files.delete(this.batch.file());
		assertThat(reason(this.batch)).isEqualTo("missing");
	}

	@Test
	void followsNoLink(@TempDir Path elsewhere) throws Exception {
		Path moved = Files.move(this.batch.file(), elsewhere.resolve("moved"));
		Files.createSymbolicLink(this.batch.file(), moved);
		assertThat(reason(this.batch)).isEqualTo("unreadable");
	}

	@Test
	void readsNoDirectory() throws Exception {
		Files.delete(this.batch.file());
		Files.createDirectory(this.batch.file());
		assertThat(reason(this.batch)).isEqualTo("unreadable");
	}

	@Test
	void knowsItsOwnNamesAlone() {
		assertThat(BatchName.parse("0000000000000012-345-6.batch")).isEqualTo(new BatchName(12, 345, 6));
		assertThat(BatchName.parse("9999999999999999-999999999999999999-2147483647.batch")).isNotNull();
		for (String foreign : new String[] { "", "lock", "1-2-3.batch", "0000000000000012-345-6.batch.bak",
				"0000000000000012-345-2147483648.batch", "0000000000000012-345--6.batch",
				"0000000000000012-1234567890123456789-6.batch", "0000000000000012.tmp" }) {
			assertThat(BatchName.parse(foreign)).as(foreign).isNull();
		}
		assertThat(BatchName.isTemporary(new BatchName(12, 345, 6).temporary())).isTrue();
		assertThat(BatchName.isTemporary("12.tmp")).isFalse();
	}

	private String reason(byte[] changed) throws Exception {
		Files.write(this.batch.file(), changed);
		return reason(this.batch);
	}

	private String reason(StoredBatch stored) {
		CorruptBatchException ex = catchThrowableOfType(CorruptBatchException.class, () -> this.spool.read(stored));
		assertThat(ex).isNotNull();
		return ex.reason();
	}

	static void assertSame(Payload actual, Payload expected) {
		assertThat(actual).usingRecursiveComparison().isEqualTo(expected);
	}

}
