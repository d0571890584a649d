package dev.emp.metrics.container;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import dev.emp.metrics.MeterSpec;
import dev.emp.metrics.container.ContainerReading.Cpu;
import dev.emp.metrics.container.ContainerReading.Io;
import dev.emp.metrics.container.ContainerReading.Memory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ContainerRows}.
 */
class ContainerRowsTests {

	private final ContainerReadings readings = new ContainerReadings(List.of(ContainerIdentity.of("n", "0123", "i")),
			List.of(new Origin("0123", "sums", 2)),
			List.of(new ContainerReading(Cpu.UNKNOWN, Memory.UNKNOWN, Io.UNKNOWN, Io.UNKNOWN, 1, 2, 3)));

	@Test
	void theOwnContainerHasWhatIsLookedAtMost() {
		assertThat(shown(new ContainerRows(false))).containsExactlyInAnyOrder("container.cpu.throttled.time",
				"container.memory.usage", "container.memory.limit", "container.restarts");
	}

	@Test
	void whoeverAsksForContainersGetsAllOfThem() {
		assertThat(shown(new ContainerRows(true))).containsExactlyInAnyOrderElementsOf(
				Stream.of(ContainerMeters.values()).map((meter) -> meter.spec().name()).toList());
	}

	@Test
	void areTheSameAsLongAsTheContainersAre() {
		ContainerRows rows = new ContainerRows(true);
		assertThat(rows.of(this.readings)).isSameAs(rows.of(this.readings));
		assertThat(rows.of(new ContainerReadings(List.of(), List.of(), List.of()))).isEmpty();
	}

	private Stream<String> shown(ContainerRows rows) {
		return rows.of(this.readings)
			.stream()
			.map((row) -> row.definition().spec())
			.filter(MeterSpec::onByDefault)
			.map(MeterSpec::name)
			.distinct();
	}

}
