package dev.emp.metrics.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.emp.metrics.MeterSpec;
import dev.emp.metrics.support.KernelText;
import dev.emp.metrics.support.Mutations;
import dev.emp.metrics.support.NameFilter;
import dev.emp.metrics.support.SampledRow;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that no text of the kernel makes the readers throw anything but a failure of that
 * text, or show a value that cannot be.
 */
class HostFuzzTests {

	private static final List<String> FILES = List.of("stat", "meminfo", "diskstats", "1/net/dev", "pressure/cpu",
			"pressure/io");

	private static final NameFilter ALL = new NameFilter(List.of(), List.of());

	@TempDir
	private Path folder;

	@ParameterizedTest
	@ValueSource(strings = { "machine", "old" })
	void showsNothingThatCannotBe(String recorded) throws IOException {
		HostTree tree = copy(HostTree.recorded(recorded));
		Map<String, byte[]> texts = texts(tree);
		HostSource source = new HostSource(tree.reader(), null);
		Mutations mutations = Mutations.of(getClass());
		for (int round = Mutations.rounds(1500); round > 0; round--) {
			for (Map.Entry<String, byte[]> text : texts.entrySet()) {
				byte[] content = (mutations.random().nextInt(3) == 0) ? text.getValue()
						: mutations.next(text.getValue());
				Files.write(tree.proc().resolve(text.getKey()), content);
			}
			check(source, mutations);
		}
	}

	private static void check(HostSource source, Mutations mutations) {
		HostReading reading;
		try {
			reading = source.read();
		}
		catch (Exception ex) {
			assertThat(ex).as("%s", mutations).isInstanceOf(IOException.class);
			return;
		}
		for (SampledRow<HostReading> row : source.rows(reading)) {
			double value = row.value().applyAsDouble(reading);
			MeterSpec spec = row.definition().spec();
			if (!Double.isNaN(value)) {
				assertThat(value).as("%s%s, %s", spec.name(), row.tags(), mutations)
					.isBetween(0.0, "ratio".equals(spec.unit()) ? 1.0 : 1e19);
			}
		}
	}

	@Test
	void parsersEndAndKeepTheirBounds() throws IOException {
		Map<String, byte[]> texts = texts(HostTree.recorded("machine"));
		Mutations mutations = Mutations.of(getClass());
		MemoryReader memory = new MemoryReader();
		DisksReader disks = new DisksReader(new NameTable(ALL::admits, 5, () -> {
		}));
		NetworkReader network = new NetworkReader(new NameTable(ALL::admits, 3, () -> {
		}));
		for (int round = Mutations.rounds(20_000); round > 0; round--) {
			assertThat(disks.read(text(mutations, texts.get("diskstats")))).as("%s", mutations)
				.hasSizeLessThanOrEqualTo(5)
				.allSatisfy((disk) -> assertThat(disk.readBytes()).isNotNegative());
			assertThat(network.read(text(mutations, texts.get("1/net/dev")))).as("%s", mutations)
				.hasSizeLessThanOrEqualTo(3)
				.allSatisfy((one) -> assertThat(one.received()).isNotNegative());
			Pressure pressure = PressureReader.read(text(mutations, texts.get("pressure/io")));
			assertThat(Math.min(pressure.some(), pressure.full())).as("%s", mutations).isGreaterThanOrEqualTo(-1);
			checkMemory(memory, text(mutations, texts.get("meminfo")), mutations);
		}
	}

	private static void checkMemory(MemoryReader reader, KernelText text, Mutations mutations) {
		try {
			MemoryReading memory = reader.read(text);
			assertThat(List.of(memory.used(), memory.available(), memory.free())).as("%s", mutations)
				.allSatisfy((bytes) -> assertThat(bytes).isBetween(0L, memory.total()));
			assertThat(List.of(memory.buffers(), memory.cached())).as("%s", mutations)
				.allSatisfy((bytes) -> assertThat(bytes).isBetween(-1L, memory.total()));
		}
		catch (IOException ex) {
			assertThat(ex).hasMessageContaining("MemTotal");
		}
	}

	private static KernelText text(Mutations mutations, byte[] original) {
		return new KernelText(mutations.next(original));
	}

	private static Map<String, byte[]> texts(HostTree tree) {
		return FILES.stream()
			.filter((file) -> Files.exists(tree.proc().resolve(file)))
			.collect(Collectors.toMap((file) -> file, (file) -> bytes(tree.proc().resolve(file))));
	}

	private static byte[] bytes(Path file) {
		try {
			return Files.readAllBytes(file);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private HostTree copy(HostTree tree) throws IOException {
		Path from = tree.proc().getParent();
		try (Stream<Path> files = Files.walk(from)) {
			for (Path file : files.toList()) {
				Files.copy(file, this.folder.resolve("copy").resolve(from.relativize(file).toString()));
			}
		}
		return new HostTree(this.folder.resolve("copy")).disks(ALL).interfaces(ALL);
	}

}
