package dev.emp.metrics.container;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import dev.emp.metrics.support.KernelText;
import dev.emp.metrics.support.Mutations;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that no text of the kernel disturbs what reads it: whatever is in a file, a value
 * is unknown or makes sense.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the names of recorded links have colons")
class KernelTextsFuzzTests {

	private final Mutations mutations = Mutations.of(getClass());

	@TempDir
	private Path root;

	@Test
	void mountsTolerateAnyText() {
		String original = Stream.of(recorded("v1-in-docker").split("\n", -1))
			.filter((line) -> line.contains(" - "))
			.reduce("", (text, line) -> text + line + "\n");
		assertThat(Mount.parse(text(original))).hasSizeGreaterThan(10);
		for (int round = Mutations.rounds(5_000); round > 0; round--) {
			byte[] mutated = this.mutations.next(original.getBytes(StandardCharsets.UTF_8));
			List<Mount> mounts = Mount.parse(new KernelText(mutated));
			assertThat(mounts).as("%s", this.mutations).hasSizeLessThanOrEqualTo(mutated.length / 6);
			mounts.forEach((mount) -> {
				mount.has("memory");
				mount.find("/docker/abc");
			});
		}
	}

	@Test
	void membershipsTolerateAnyText() {
		String original = "9:name=systemd:/docker/a b\n4:memory:/docker/x\n1:cpu,cpuacct:/\n0::/docker/x\n";
		for (int round = Mutations.rounds(20_000); round > 0; round--) {
			String mutated = this.mutations.next(original);
			Membership membership = Membership.parse(text(mutated));
			assertThat(membership.isStill(text(mutated))).as("%s", this.mutations)
				.isEqualTo(mutated.chars().allMatch((character) -> character < 128) || mutated.isEmpty());
			membership.path("memory");
			membership.unifiedPath();
			membership.paths().forEach(ContainerIds::inPath);
		}
	}

	@Test
	void networksTolerateAnyText() {
		String original = """
				Inter-|   Receive  |  Transmit
				 face |bytes packets|bytes
				    lo:  9 9 0 0 0 0 0 0 9 9 0 0 0 0 0 0
				  eth0: 1112 12 0 0 0 0 0 0 70 3 0 0 0 0 0 0
				eth1:5 12 0 0 0 0 0 0 7 3 0 0 0 0 0 0
				""";
		assertThat(network().parse(text(original), (name) -> !name.equals("lo")))
			.isEqualTo(new ContainerReading.Io(1117, 77));
		for (int round = Mutations.rounds(20_000); round > 0; round--) {
			ContainerReading.Io io = network().parse(text(this.mutations.next(original)), (name) -> true);
			assertSensible(DoubleStream.of(io.in(), io.out()));
		}
	}

	private static OwnNetwork network() {
		return new OwnNetwork(Path.of("/proc"));
	}

	@Test
	void aWholeTreeToleratesAnyText() throws IOException {
		for (String tree : new String[] { "v1-in-docker", "v1-limits-above", "v2-unit" }) {
			Path place = Files.createDirectories(this.root.resolve(tree));
			RecordedTree.unpack(tree, place);
			List<Path> files;
			try (Stream<Path> all = Files.walk(place)) {
				files = all.filter(Files::isRegularFile).toList();
			}
			for (int round = Mutations.rounds(300); round > 0; round--) {
				Path file = files.get(this.mutations.random().nextInt(files.size()));
				byte[] original = Files.readAllBytes(file);
				Files.write(file, this.mutations.next(original));
				readAll(place);
				Files.write(file, original);
			}
		}
	}

	private void readAll(Path place) throws IOException {
		for (ContainerReading reading : OwnContainer.find(place).read().readings()) {
			assertSensible(DoubleStream.of(reading.cpu().time(), reading.cpu().throttledTime(),
					reading.cpu().throttledPeriods(), reading.memory().usage(), reading.memory().workingSet(),
					reading.memory().oomKills(), reading.disk().in(), reading.disk().out(), reading.network().in(),
					reading.network().out(), reading.pids(), reading.uptime()));
			assertThat(reading.memory().limit()).as("%s", this.mutations)
				.satisfiesAnyOf((limit) -> assertThat(limit).isNaN(),
						(limit) -> assertThat(limit).isPositive().isLessThan(0x1p60));
		}
	}

	private void assertSensible(DoubleStream values) {
		assertThat(values.filter((value) -> !Double.isNaN(value))).as("%s", this.mutations)
			.allMatch((value) -> value >= 0 && value < Double.POSITIVE_INFINITY);
	}

	private static String recorded(String tree) {
		return RecordedTree.text("trees/" + tree + ".tree");
	}

	private static KernelText text(String text) {
		return new KernelText(text.getBytes(StandardCharsets.UTF_8));
	}

}
