package dev.emp.metrics.support;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Meters}.
 */
@ExtendWith(OutputCaptureExtension.class)
class MetersTests {

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private final Meters meters = new Meters(this.registry);

	@Test
	void registersWhatTheDefinitionSays() {
		Counter counter = this.meters.counter(SupportMeters.SOURCE_ERRORS, Tags.of("source", "a"));
		assertThat(counter.getId().getName()).isEqualTo("emp.metrics.source.errors");
		assertThat(counter.getId().getDescription()).isEqualTo(SupportMeters.SOURCE_ERRORS.spec().description());
		assertThat(this.meters.counter(SupportMeters.SOURCE_ERRORS, Tags.of("source", "a"))).isSameAs(counter);
	}

	@Test
	void keepsTheStateOfAGaugeReachable() {
		this.meters.gauge(SupportMeters.SOURCE_ERRORS, Tags.of("source", "b"), new Object(), (state) -> 5);
		System.gc();
		assertThat(this.registry.get("emp.metrics.source.errors").gauge().value()).isEqualTo(5);
	}

	@Test
	void warnsOnceOfAForeignMeterOfAnotherTypeAndCountsNothing(CapturedOutput output) {
		Gauge.builder("emp.metrics.source.errors", () -> 1).tags("source", "a").register(this.registry);
		this.meters.counter(SupportMeters.SOURCE_ERRORS, Tags.of("source", "a")).increment();
		this.meters.counter(SupportMeters.SOURCE_ERRORS, Tags.of("source", "a")).increment();
		assertWarnedOnce(output);
	}

	@Test
	void warnsOnceOfAForeignMeterThatComesLater(CapturedOutput output) {
		this.meters.counter(SupportMeters.SOURCE_ERRORS, Tags.of("source", "a"));
		this.registry.counter("emp.metrics.source.errors", "other", "key");
		this.registry.counter("emp.metrics.source.errors", "other", "value");
		assertWarnedOnce(output);
	}

	@Test
	void doesNotFailWherePrometheusRefusesAForeignMeter(CapturedOutput output) {
		PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		prometheus.gauge("emp.metrics.source.errors", Tags.of("other", "key"), 1);
		new Meters(prometheus).counter(SupportMeters.SOURCE_ERRORS, Tags.of("source", "a")).increment();
		assertWarnedOnce(output);
		assertThat(prometheus.scrape()).isNotNull();
	}

	@Test
	void removesItsMetersAndNoOthers() {
		this.registry.counter("foreign");
		this.meters.counter(SupportMeters.SOURCE_ERRORS, Tags.of("source", "a"));
		this.meters.close();
		assertThat(this.registry.getMeters()).singleElement()
			.satisfies((meter) -> assertThat(meter.getId().getName()).isEqualTo("foreign"));
	}

	@Test
	void leavesMetersThatAnotherContextUses() {
		Meters other = new Meters(this.registry);
		this.meters.counter(SupportMeters.SOURCE_ERRORS, Tags.of("source", "a")).increment();
		Counter shared = other.counter(SupportMeters.SOURCE_ERRORS, Tags.of("source", "a"));
		this.meters.close();
		shared.increment();
		assertThat(this.registry.get("emp.metrics.source.errors").counter().count()).isEqualTo(2);
		other.close();
		assertThat(this.registry.getMeters()).isEmpty();
	}

	private static void assertWarnedOnce(CapturedOutput output) {
		assertThat(output.getOut().lines().filter((line) -> line.contains("belongs to emp-metrics"))).singleElement()
			.asString()
			.contains("'emp.metrics.source.errors'", "Rename");
	}

}
