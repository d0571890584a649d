package dev.emp.metrics.support;

import java.util.List;
import java.util.stream.IntStream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import dev.emp.metrics.MeterDefinition;
import dev.emp.metrics.MeterSpec;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that showing a snapshot with the same rows, and reading what it shows, allocates
 * nothing.
 */
class SampledSeriesAllocationTests {

	private static final MeterDefinition GAUGE = () -> MeterSpec.gauge("test.gauge", "A gauge of a test").tags("row");

	private static final MeterDefinition COUNTER = () -> MeterSpec.counter("test.counter", "A counter of a test")
		.tags("row");

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final SampledSeries<long[]> series = new SampledSeries<>(new Meters(this.registry), new Rows());

	private final long[] snapshot = { 1 };

	@Test
	void aRoundAllocatesNothing() throws Exception {
		assertThat(Allocations.of(() -> {
			this.snapshot[0]++;
			this.series.show(this.snapshot);
			return null;
		})).isLessThan(16);
		assertThat(this.registry.get("test.counter").counters()).hasSize(50)
			.allSatisfy((counter) -> assertThat(counter.count()).isEqualTo(399));
	}

	@Test
	void aReadAllocatesNothing() throws Exception {
		this.series.show(this.snapshot);
		Gauge gauge = this.registry.get("test.gauge").tag("row", "7").gauge();
		Counter counter = this.registry.get("test.counter").tag("row", "7").counter();
		double[] sum = new double[1];
		assertThat(Allocations.of(() -> {
			sum[0] += gauge.value() + counter.count();
			return null;
		})).isZero();
		assertThat(sum[0]).isEqualTo(400);
	}

	private static final class Rows implements SampledSource<long[]> {

		private final List<SampledRow<long[]>> rows = IntStream.range(0, 100)
			.mapToObj((i) -> new SampledRow<long[]>((i % 2 == 1) ? GAUGE : COUNTER,
					Tags.of("row", Integer.toString(i / 2 * 2 + 1)), (state) -> state[0]))
			.toList();

		@Override
		public String name() {
			return "rows";
		}

		@Override
		public long[] read() {
			return new long[0];
		}

		@Override
		public List<SampledRow<long[]>> rows(long[] snapshot) {
			return this.rows;
		}

	}

}
