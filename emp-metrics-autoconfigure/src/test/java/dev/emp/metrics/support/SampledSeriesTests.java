package dev.emp.metrics.support;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SampledSeries}.
 */
class SampledSeriesTests {

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private final TestSource source = new TestSource("s", null);

	private final SampledSeries<Map<String, Double>> series = new SampledSeries<>(new Meters(this.registry),
			this.source);

	@Test
	void showsRowsThatComeAndDropsThoseThatGo() {
		this.series.show(Map.of("a", 1.0));
		this.series.show(Map.of("b", 5.0));
		assertThat(rows()).containsExactly("b");
		this.series.show(Map.of("a", 7.0, "b", 6.0));
		assertThat(rows()).containsExactly("a", "b");
		assertThat(row("a")).isEqualTo(7);
		assertThat(row("b")).isEqualTo(6);
	}

	@Test
	void hasNoRowForWhatIsUnknown() {
		this.series.show(Map.of("a", 1.0, "b", Double.NaN));
		assertThat(rows()).containsExactly("a");
		this.series.show(Map.of("a", Double.NaN, "b", Double.POSITIVE_INFINITY));
		assertThat(rows()).containsExactly("b");
	}

	@Test
	void aRemovedGaugeThatAScrapeStillHoldsKeepsItsLastValue() {
		this.series.show(Map.of("a", 1.0));
		Meter held = this.registry.get(TestSource.METER).meter();
		this.series.show(Map.of());
		assertThat(held.measure()).singleElement()
			.satisfies((measured) -> assertThat(measured.getValue()).isEqualTo(1));
	}

	@Test
	void readsALiveSourceWheneverTheGaugeIsRead() {
		this.source.live = true;
		this.series.show(Map.of("a", 1.0));
		this.source.world.put("a", 9.0);
		assertThat(row("a")).isEqualTo(9);
		this.source.world.put("a", 10.0);
		assertThat(row("a")).isEqualTo(10);
	}

	@Test
	void showsTheLastValueOfALiveSourceThatDoesNotKnowOrFails() {
		this.source.live = true;
		this.series.show(Map.of("a", 1.0));
		this.source.world.clear();
		assertThat(row("a")).isEqualTo(1);
		this.source.behaviour = () -> {
			throw new LinkageError();
		};
		assertThat(row("a")).isEqualTo(1);
	}

	@Test
	void doesNotReadASourceThatIsNotLive() {
		this.series.show(Map.of("a", 1.0));
		assertThat(row("a")).isEqualTo(1);
		assertThat(this.source.reads).hasValue(0);
	}

	@Test
	void leavesNothingOfTenThousandRowsThatCameAndWent() {
		this.series.show(Map.of("row 0", 1.0));
		WeakReference<Meter> first = new WeakReference<>(this.registry.get(TestSource.METER).meter());
		for (int i = 1; i <= 10_000; i++) {
			this.series.show(Map.of("row " + i, 1.0));
		}
		assertThat(this.registry.getMeters()).hasSize(1);
		Awaitility.await().until(() -> {
			System.gc();
			return first.get() == null;
		});
	}

	private List<String> rows() {
		return this.registry.find(TestSource.METER)
			.meters()
			.stream()
			.map((meter) -> String.valueOf(meter.getId().getTag("row")))
			.sorted()
			.toList();
	}

	private double row(String name) {
		return this.registry.get(TestSource.METER).tag("row", name).gauge().value();
	}

}
