package dev.emp.metrics.support;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
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
	void countsWhatComesSinceTheSeriesIsThere() {
		this.source.counts = true;
		this.series.show(Map.of("a", 4e9));
		assertThat(count("a")).isZero();
		this.series.show(Map.of("a", 4e9 + 7));
		assertThat(count("a")).isEqualTo(7);
		this.series.show(Map.of("a", 4e9 + 7));
		assertThat(count("a")).isEqualTo(7);
	}

	@Test
	void aCountThatGoesBackStandsStill() {
		this.source.counts = true;
		this.series.show(Map.of("a", 100.0));
		this.series.show(Map.of("a", 110.0));
		this.series.show(Map.of("a", 3.0));
		assertThat(count("a")).isEqualTo(10);
		this.series.show(Map.of("a", 5.0));
		assertThat(count("a")).isEqualTo(12);
	}

	@Test
	void aCountThatCameBackStartsAtZero() {
		this.source.counts = true;
		this.series.show(Map.of("a", 100.0));
		this.series.show(Map.of("a", 110.0));
		this.series.show(Map.of("a", Double.NaN));
		assertThat(this.registry.getMeters()).isEmpty();
		this.series.show(Map.of("a", 500.0));
		assertThat(count("a")).isZero();
	}

	@Test
	void ofTwoContextsOneCountsAndTheOtherGoesOn() {
		this.source.counts = true;
		Meters others = new Meters(this.registry);
		SampledSeries<Map<String, Double>> other = new SampledSeries<>(others, this.source);
		for (double value : new double[] { 10, 15, 20 }) {
			this.series.show(Map.of("a", value));
			other.show(Map.of("a", value));
		}
		assertThat(count("a")).isEqualTo(10);
		this.series.show(Map.of("a", 25.0));
		this.series.clear();
		other.show(Map.of("a", 26.0));
		assertThat(count("a")).as("never twice").isEqualTo(15);
		other.show(Map.of("a", 28.0));
		assertThat(count("a")).isEqualTo(17);
		other.clear();
		assertThat(this.registry.getMeters()).isEmpty();
	}

	@Test
	void countsThatAFilterMakesOneAddUpAndLeaveOneByOne() {
		this.registry.config().meterFilter(MeterFilter.ignoreTags("row"));
		this.source.counts = true;
		this.series.show(Map.of("a", 1.0, "b", 1.0));
		this.series.show(Map.of("a", 3.0, "b", 8.0));
		assertThat(this.registry.get(TestSource.COUNTER).counter().count()).isEqualTo(9);
		this.series.show(Map.of("b", 9.0));
		assertThat(this.registry.get(TestSource.COUNTER).counter().count()).isEqualTo(10);
		this.series.show(Map.of());
		assertThat(this.registry.getMeters()).isEmpty();
	}

	@Test
	void hasNoSeriesForWhatNobodyWants() {
		SampledSeries<Map<String, Double>> unwanted = new SampledSeries<>(new Meters(this.registry, (spec) -> false),
				this.source);
		unwanted.show(Map.of("a", 1.0));
		this.source.counts = true;
		unwanted.show(Map.of("b", 1.0));
		assertThat(this.registry.getMeters()).isEmpty();
	}

	@Test
	void leavesNothingOfTenThousandCountsThatCameAndWent() {
		this.source.counts = true;
		for (int i = 0; i <= 10_000; i++) {
			this.series.show(Map.of("row " + i, 1.0));
		}
		assertThat(this.registry.getMeters()).hasSize(1);
		this.series.show(Map.of());
		assertThat(this.registry.getMeters()).isEmpty();
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

	private double count(String name) {
		return this.registry.get(TestSource.COUNTER).tag("row", name).counter().count();
	}

	private double row(String name) {
		return this.registry.get(TestSource.METER).tag("row", name).gauge().value();
	}

}
