package dev.emp.metrics.queue;

import java.util.List;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.awaitility.Awaitility;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import dev.emp.metrics.support.SupportAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What tests of queues in a context share: a registry whose clock stands still, and
 * readable look-ups.
 */
abstract class QueueContext {

	final MockClock clock = new MockClock();

	final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT,
			new PrometheusRegistry(), this.clock);

	ApplicationContextRunner bare() {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SupportAutoConfiguration.class, QueueAutoConfiguration.class));
	}

	ApplicationContextRunner runner() {
		return bare().withBean(Clock.class, () -> this.clock).withBean(MeterRegistry.class, () -> this.registry);
	}

	void awaitUp(String queue, double expected) {
		Awaitility.await()
			.untilAsserted(() -> assertThat(
					this.registry.find("emp.metrics.source.up").tag("source", "queue:test:" + queue).gauges())
				.singleElement()
				.satisfies((gauge) -> assertThat(gauge.value()).isEqualTo(expected)));
	}

	/**
	 * The series of all queues, as a scrape has them.
	 * @return each with its value, in alphabetical order
	 */
	List<String> series() {
		return this.registry.scrape().lines().filter((line) -> line.startsWith("queue_")).sorted().toList();
	}

	double errors(String source) {
		return this.registry.find("emp.metrics.source.errors")
			.tag("source", source)
			.counters()
			.stream()
			.mapToDouble(Counter::count)
			.sum();
	}

}
