package dev.emp.metrics.export;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests of {@link DiskSpool} where the locale has digits of its own.
 */
class SpoolLocaleTests {

	private static final String ARABIC_NAME = "\u0660{15}\u0661-\u0661[\u0660-\u0669]{12}-\u0662\\.batch";

	@TempDir
	Path root;

	@Test
	@Timeout(60)
	void takesOverFromAKilledProcessInAnyLocale() throws Exception {
		try (SpoolChild child = new SpoolChild(this.root, "-Duser.language=ar", "-Duser.country=EG");
				DiskSpool heir = spool()) {
			child.tell("write");
			child.answer();
			child.tell("write");
			child.answer();
			child.kill();
			List<StoredBatch> adopted = DiskSpoolTests.adopt(heir);
			assertThat(adopted).extracting(SpoolLocaleTests::name)
				.containsExactly("0000000000000000-1700000000001-1.batch", "0000000000000001-1700000000002-2.batch");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "ar-EG", "fa-IR", "bn-BD", "mr-IN", "my-MM", "ne-NP", "th-TH-u-nu-thai" })
	void takesOverWhatIsNamedInTheDigitsOfALocale(String tag) throws Exception {
		assumeTrue("UTF-8".equals(System.getProperty("sun.jnu.encoding")), "set LC_ALL=C.UTF-8 to see this");
		Locale locale = Locale.forLanguageTag(tag);
		leaveFourOfWhichTheFirstTwoAreNamedIn(locale);
		Path stray = Files.createFile(directory().resolve(String.format(locale, "%016d.tmp", 9)));
		try (DiskSpool heir = spool()) {
			List<StoredBatch> adopted = DiskSpoolTests.adopt(heir);
			assertThat(adopted).extracting(StoredBatch::points).containsExactly(1, 2, 3, 4);
			assertThat(adopted).extracting(StoredBatch::acceptedAt)
				.containsExactly(1_700_000_000_001L, 1_700_000_000_002L, 1_700_000_000_003L, 1_700_000_000_004L);
			for (StoredBatch batch : adopted) {
				SpoolFileTests.assertSame(heir.read(batch), DiskSpoolTests.payload(batch.points()));
			}
			assertThat(stray).doesNotExist();
			if (tag.equals("ar-EG")) {
				assertThat(name(adopted.get(1))).matches(ARABIC_NAME);
			}
			adopted.forEach(heir::delete);
		}
		assertThat(DiskSpoolTests.entries(this.root)).isEmpty();
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void aDirectoryThatNoFileCanHaveHereIsOneWarning(CapturedOutput output) {
		// half a character, which no encoding has, as ASCII has no umlauts
		try (ConfigurableApplicationContext context = ExportApplication.withoutReceiver()
			.with("emp.metrics.export.spool.directory=/data/\ud800")
			.run()) {
			assertThat(context.isActive()).isTrue();
		}
		assertThat(output.getOut().lines().filter((line) -> line.contains("spool.directory"))).singleElement()
			.asString()
			.contains("WARN", "Metrics are held in memory", "Set LC_ALL=C.UTF-8");
	}

	@Test
	void leavesDigitsThatNoLocaleWritesAsTheyAre() {
		String digit = Character.toString(0x1d7ce);
		assertThat(BatchName.parse(digit.repeat(16) + "-1-1.batch")).isNull();
		assertThat(BatchName.isTemporary(digit.repeat(16) + ".tmp")).isFalse();
	}

	private void leaveFourOfWhichTheFirstTwoAreNamedIn(Locale locale) throws Exception {
		try (DiskSpool dead = spool()) {
			for (int i = 0; i < 4; i++) {
				StoredBatch batch = dead.write(DiskSpoolTests.payload(i + 1));
				if (i < 2) {
					// as earlier versions named it
					Files.move(batch.file(), batch.file()
						.resolveSibling(String.format(locale, "%016d-%d-%d.batch", i, batch.acceptedAt(), i + 1)));
				}
			}
		}
	}

	private Path directory() throws Exception {
		return this.root.resolve(DiskSpoolTests.entries(this.root).get(0));
	}

	private DiskSpool spool() {
		return new DiskSpool(this.root, "worker", new NioSpoolFiles());
	}

	private static String name(StoredBatch batch) {
		return batch.file().getFileName().toString();
	}

}
