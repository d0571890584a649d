package dev.emp.metrics.gpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.emp.metrics.support.Mutations;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that no text of a program or of the kernel makes the readers throw anything, or
 * show a value that cannot be.
 */
class GpuFuzzTests {

	private static final String ROWS = """
			Unable to determine the device handle for GPU2: 0000:34:00.0: Unknown Error
			0, GPU-11111111-2222-3333-4444-555555555555, NVIDIA H100 80GB HBM3, 550.90.07, 75, 40, 3, 5, 5723, 81559, \
			64, 412.35, 1980, 2619, Active, Not Active, Not Active, Not Active, Not Active, Not Active, 7, 0
			1, GPU-66666666-2222-3333-4444-555555555555, NVIDIA A10, 550.90.07, [N/A], 40, 0, 0, 0, 22731, \
			31, 8.10, 210, 405, Not Active, Not Active, [N/A], ERR!, Not Active, Not Active, [N/A], [N/A]
			Field "clocks_event_reasons.sync_boost" is not a valid field to query.
			""";

	@TempDir
	private Path folder;

	@Test
	void rowsOfNvidiaSmiAreReadOrPassedOver() {
		Mutations mutations = Mutations.of(getClass());
		Collection<SmiColumn> columns = new SmiQuery().columns();
		assertThat(SmiParser.parse(ROWS, columns)).hasSize(2);
		for (int round = Mutations.rounds(50_000); round > 0; round--) {
			String text = mutations.next(ROWS);
			check(SmiParser.parse(text, columns).values(), SmiParser.MOST_GPUS, mutations);
			SmiAnswer answer = new SmiAnswer(mutations.random().nextInt(256), text);
			assertThat(answer.failure("nvidia-smi").getMessage()).as("%s", mutations).hasSizeLessThan(400);
			String field = answer.refusedField();
			assertThat((field != null) ? field : "").as("%s", mutations).hasSizeLessThanOrEqualTo(100);
		}
	}

	@Test
	void manyRowsAreNotManyGpus() {
		List<String> rows = new ArrayList<>();
		String row = ROWS.lines().skip(1).findFirst().orElseThrow().substring(1);
		for (int i = 0; i < 1000; i++) {
			rows.add(i + row);
			rows.add("0" + i + row);
		}
		assertThat(SmiParser.parse(String.join("\n", rows), new SmiQuery().columns())).hasSize(SmiParser.MOST_GPUS);
		assertThat(SmiParser.parse(",".repeat(ShortProgram.LIMIT), new SmiQuery().columns())).isEmpty();
	}

	@Test
	void filesOfAmdAreReadOrPassedOver() throws IOException {
		Mutations mutations = Mutations.of(getClass());
		AmdTree tree = new AmdTree(this.folder).card("card0").card("card1");
		AmdGpus gpus = new AmdGpus(this.folder, new KnownGpus());
		List<byte[]> originals = new ArrayList<>();
		for (String file : AmdTree.FILES) {
			originals.add(Files.readAllBytes(tree.path("card1", file)));
		}
		for (int round = Mutations.rounds(2000); round > 0; round--) {
			for (int i = 0; i < originals.size(); i++) {
				boolean spoilt = mutations.random().nextInt(3) == 0;
				Files.write(tree.path("card1", AmdTree.FILES.get(i)),
						spoilt ? mutations.next(originals.get(i)) : originals.get(i));
			}
			List<GpuReading> readings = gpus.read();
			check(readings, 2, mutations);
			assertThat(readings.get(0).get(GpuValue.UTILIZATION)).as("the other card, %s", mutations).isEqualTo(75);
		}
	}

	private static void check(Collection<GpuReading> readings, int most, Mutations mutations) {
		assertThat(readings).as("%s", mutations).hasSizeLessThanOrEqualTo(most);
		for (GpuReading reading : readings) {
			GpuIdentity identity = reading.identity();
			assertThat(identity.index()).as("%s", mutations).matches("\\d|[1-9]\\d");
			assertThat(List.of(identity.uuid(), identity.name(), identity.driver())).as("%s", mutations)
				.allSatisfy(
						(text) -> assertThat(text).hasSizeLessThanOrEqualTo(200).doesNotContainPattern("\\p{Cntrl}"));
			for (GpuValue value : GpuValue.values()) {
				double number = reading.get(value);
				assertThat(value.checked(number)).as("%s, %s", value, mutations).isEqualTo(Double.valueOf(number));
				if (value != GpuValue.TEMPERATURE && !Double.isNaN(number)) {
					assertThat(number).as("%s, %s", value, mutations).isNotNegative();
				}
			}
		}
	}

}
