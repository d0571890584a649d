package dev.emp.metrics.export;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import dev.emp.metrics.support.Meters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link ExportMetrics}.
 */
class ExportMetricsTests {

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private final ExportMetrics metrics = new ExportMetrics();

	@Test
	void countsWhatWasHeardBeforeThereWasARegistry() {
		this.metrics.accepted(2000);
		this.metrics.points(Result.ACCEPTED, "pushed", 5);
		this.metrics.points(Result.ACCEPTED, "pushed", 2);
		this.metrics.retried("io");
		bind();
		this.metrics.points(Result.ACCEPTED, "pushed", 1);
		this.metrics.retried("io");
		this.metrics.accepted(50);
		assertThat(points(this.registry, "accepted", "pushed")).isEqualTo(8);
		assertThat(this.registry.get("emp.metrics.export.retries").tag("reason", "io").counter().count()).isEqualTo(2);
		assertThat(this.registry.get("emp.metrics.export.payload.size").summary().count()).isEqualTo(2);
		assertThat(this.registry.get("emp.metrics.export.payload.size").summary().totalAmount()).isEqualTo(2050);
	}

	@Test
	void countsFromTheNextBatchOnWhereThatIsAwaited() {
		this.metrics.points(Result.ACCEPTED, "restored", 5);
		this.metrics.bindWithNextBatch(new Meters(this.registry), HeldNumbers.SOME);
		this.metrics.points(Result.ACCEPTED, "restored", 2);
		assertThat(this.registry.getMeters()).isEmpty();
		this.metrics.accepted(2000);
		this.metrics.accepted(50);
		assertThat(points(this.registry, "accepted", "restored")).isEqualTo(7);
		assertThat(this.registry.get("emp.metrics.export.payload.size").summary().totalAmount()).isEqualTo(2050);
		assertThat(this.registry.get("emp.metrics.export.held").gauge().value()).isEqualTo(7);
	}

	@Test
	void hasFewSeriesBeforeAnythingHappens() {
		bind();
		assertThat(this.registry.find("emp.metrics.export.points").counters()).hasSize(3)
			.allMatch((counter) -> counter.count() == 0);
		assertThat(points(this.registry, "accepted", "pushed")).isZero();
		assertThat(points(this.registry, "delivered", "none")).isZero();
		assertThat(points(this.registry, "dropped", "full")).isZero();
		assertThat(this.registry.find("emp.metrics.export.retries").meters()).isEmpty();
		assertThat(this.registry.find("emp.metrics.export.payload.size").meters()).isEmpty();
	}

	@Test
	void showsWhatTheApplicationRemovedAgainWithTheNextBatch() {
		bind();
		this.metrics.accepted(2000);
		this.registry.clear();
		this.metrics.accepted(2000);
		assertThat(this.registry.find("emp.metrics.export.points").counters()).hasSize(3);
		assertThat(this.registry.get("emp.metrics.export.payload.size").summary().count()).isOne();
		for (String gauge : new String[] { "held", "spool.size", "spool.age" }) {
			assertThat(this.registry.find("emp.metrics.export." + gauge).gauges()).hasSize(1);
		}
	}

	@Test
	void hasASeriesForEachResultAndReason() {
		bind();
		this.metrics.points(Result.DROPPED, "http_400", 3);
		this.metrics.points(Result.CORRUPT, "checksum", 4);
		assertThat(points(this.registry, "dropped", "http_400")).isEqualTo(3);
		assertThat(points(this.registry, "corrupt", "checksum")).isEqualTo(4);
	}

	@Test
	void showsWhatIsHeld() {
		this.metrics.bind(new Meters(this.registry), HeldNumbers.SOME);
		assertThat(this.registry.get("emp.metrics.export.held").gauge().value()).isEqualTo(7);
		assertThat(this.registry.get("emp.metrics.export.spool.size").gauge().value()).isEqualTo(4096);
		assertThat(this.registry.get("emp.metrics.export.spool.age").timeGauge().value()).isCloseTo(12.4,
				within(.0005));
	}

	@Test
	void showsAnAgeOfZeroWhereNothingIsHeld() {
		bind();
		assertThat(this.registry.get("emp.metrics.export.spool.age").timeGauge().value()).isZero();
	}

	@Test
	void countsInEachRegistryOfSeveral() {
		MeterRegistry other = new SimpleMeterRegistry();
		CompositeMeterRegistry both = new CompositeMeterRegistry();
		both.add(this.registry);
		both.add(other);
		this.metrics.points(Result.DELIVERED, "none", 2);
		this.metrics.bind(new Meters(both), HeldNumbers.NONE);
		this.metrics.points(Result.DELIVERED, "none", 3);
		assertThat(points(this.registry, "delivered", "none")).isEqualTo(5);
		assertThat(points(other, "delivered", "none")).isEqualTo(5);
	}

	@Test
	void leavesNothingInARegistryThatOutlivesTheContext() {
		Meters meters = new Meters(this.registry);
		this.metrics.bind(meters, HeldNumbers.SOME);
		this.metrics.points(Result.DROPPED, "expired", 1);
		meters.close();
		assertThat(this.registry.getMeters()).isEmpty();
		this.metrics.points(Result.DROPPED, "expired", 1);
	}

	private void bind() {
		this.metrics.bind(new Meters(this.registry), HeldNumbers.NONE);
	}

	private static double points(MeterRegistry registry, String result, String reason) {
		return registry.get("emp.metrics.export.points").tags("result", result, "reason", reason).counter().count();
	}

}
