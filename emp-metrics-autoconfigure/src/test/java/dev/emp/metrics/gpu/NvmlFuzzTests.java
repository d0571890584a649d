package dev.emp.metrics.gpu;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.emp.metrics.support.Mutations;
import dev.emp.metrics.support.SampledRow;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that no answer of NVML makes anything fail but with its own exception, or shows a
 * value or a name that cannot be.
 */
class NvmlFuzzTests {

	private static final List<String> NUMBERS = List.of("gpu", "memory", "encoder", "decoder", "total", "reserved",
			"used", "temperature", "power", "sm", "mem", "energy", "reasons", "corrected", "uncorrected", "replays",
			"code", "handle");

	private static final List<String> ABSURD = List.of("-1", "0", "1", "101", "255", "4294967295", "4294967296",
			"9223372036854775807", "9223372036854775808", "18446744073709551615", "1125899906842625");

	private static final List<Integer> CODES = List.of(0, 0, 0, 1, 3, 4, 6, 9, 13, 15, 16, 18, 25, 999, -1, 77);

	@TempDir
	private Path folder;

	@Test
	void showsNothingThatCannotBe() {
		Mutations mutations = Mutations.of(getClass());
		FakeNvml nvml = new FakeNvml(this.folder).gpus(2);
		NvmlGpus reader = nvml.reader();
		GpuRows rows = new GpuRows();
		for (int round = Mutations.rounds(1500); round > 0; round--) {
			spoil(nvml, mutations);
			try {
				check(rows, reader.read(), mutations);
			}
			catch (GpuException ex) {
				assertThat(ex.getMessage()).containsAnyOf("NVML error", "lists no GPU any more");
			}
		}
		reader.close();
	}

	private static void spoil(FakeNvml nvml, Mutations mutations) {
		Random random = mutations.random();
		nvml.gpus(2).set("init", 0).set("all", 0);
		for (int changes = random.nextInt(6); changes > 0; changes--) {
			int gpu = random.nextInt(2);
			switch (random.nextInt(8)) {
				case 0 -> nvml.gpu(gpu, "name", text(mutations, "NVIDIA H100 80GB HBM3"));
				case 1 -> nvml.gpu(gpu, "uuid", text(mutations, "GPU-6e8d5d3c-1f0a-4a43-9c1e-0d3b0d1c0001"));
				case 2 -> nvml.set("count", ABSURD.get(random.nextInt(4)));
				case 3 -> nvml.set("all", CODES.get(random.nextInt(CODES.size())));
				case 4 -> nvml.gpu(gpu, "code", CODES.get(random.nextInt(CODES.size())));
				default -> nvml.gpu(gpu, NUMBERS.get(random.nextInt(NUMBERS.size())),
						ABSURD.get(random.nextInt(ABSURD.size())));
			}
		}
		nvml.write();
	}

	private static String text(Mutations mutations, String original) {
		// ten times as long, so that it lacks its end
		StringBuilder hex = new StringBuilder();
		byte[] bytes = mutations.next((mutations.random().nextInt(4) == 0) ? original.repeat(10) : original)
			.getBytes(StandardCharsets.ISO_8859_1);
		for (int i = 0; i < Math.min(bytes.length, 300); i++) {
			hex.append(String.format("%%%02x", bytes[i]));
		}
		return hex.toString();
	}

	private static void check(GpuRows rows, List<GpuReading> readings, Mutations mutations) {
		for (SampledRow<List<GpuReading>> row : rows.of(readings)) {
			double value = row.value().applyAsDouble(readings);
			if (!Double.isNaN(value)) {
				assertThat(value).as("%s%s, %s", row.definition(), row.tags(), mutations)
					.isBetween((row.definition() == GpuMeters.TEMPERATURE) ? -50.0 : 0,
							"percent".equals(row.definition().spec().unit()) ? 100.0 : 1e16);
			}
			assertThat(row.tags()).allSatisfy((tag) -> assertThat(tag.getValue()).as("%s", mutations)
				.isNotBlank()
				.hasSizeLessThanOrEqualTo(200)
				.doesNotContain("\0", "\n"));
		}
		for (GpuReading reading : readings) {
			boolean impossible = reading.get(GpuValue.MEMORY_USED) > reading.get(GpuValue.MEMORY_TOTAL);
			assertThat(impossible).as("%s", mutations).isFalse();
		}
	}

}
