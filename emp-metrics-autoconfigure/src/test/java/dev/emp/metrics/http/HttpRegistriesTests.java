package dev.emp.metrics.http;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.binder.http.Outcome;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.core.instrument.step.StepMeterRegistry;
import io.micrometer.core.instrument.step.StepRegistryConfig;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micrometer.registry.otlp.AggregationTemporality;
import io.micrometer.registry.otlp.OtlpConfig;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.emp.metrics.support.Meters;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that {@link HttpMetrics} count right on every kind of registry.
 */
class HttpRegistriesTests {

	private static final Duration STEP = Duration.ofSeconds(30);

	private final MockClock clock = new MockClock();

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void countsEachStepByItselfOnAStepRegistry(boolean timed) {
		Step registry = new Step(this.clock);
		denyTimer(registry, timed);
		assertCountsEachStepByItself(registry);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void countsEachStepByItselfWithDeltasOfOtlp(boolean timed) {
		OtlpMeterRegistry registry = otlp(AggregationTemporality.DELTA);
		denyTimer(registry, timed);
		assertCountsEachStepByItself(registry);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void countsFromTheStartOnWhatIsCumulative(boolean timed) {
		for (MeterRegistry registry : List.of(otlp(AggregationTemporality.CUMULATIVE),
				new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
				new SimpleMeterRegistry(SimpleConfig.DEFAULT, this.clock))) {
			denyTimer(registry, timed);
			HttpMetrics metrics = metrics(registry);
			record(metrics, 3);
			assertThat(counter(registry).count()).isEqualTo(3);
			this.clock.add(STEP);
			this.clock.add(STEP);
			assertThat(counter(registry).count()).isEqualTo(3);
			record(metrics, 2);
			assertThat(counter(registry).count()).isEqualTo(5);
		}
	}

	@Test
	void countsOnEachPartOfAComposite() {
		CompositeMeterRegistry composite = new CompositeMeterRegistry(this.clock);
		MeterRegistry simple = new SimpleMeterRegistry(SimpleConfig.DEFAULT, this.clock);
		Step step = new Step(this.clock);
		composite.add(simple);
		composite.add(step);
		HttpMetrics metrics = metrics(composite);
		record(metrics, 3);
		assertThat(counter(simple).count()).isEqualTo(3);
		assertThat(counter(step).count()).isZero();
		this.clock.add(STEP);
		assertThat(counter(step).count()).isEqualTo(3);
		MeterRegistry late = new SimpleMeterRegistry(SimpleConfig.DEFAULT, this.clock);
		composite.add(late);
		record(metrics, 2);
		assertThat(counter(late).count()).isEqualTo(2);
		assertThat(counter(simple).count()).isEqualTo(5);
	}

	@Test
	void countsAllWhereTheFilterOfEachPartMakesSeriesOne() {
		MeterRegistry first = new SimpleMeterRegistry(SimpleConfig.DEFAULT, this.clock);
		MeterRegistry second = new SimpleMeterRegistry(SimpleConfig.DEFAULT, this.clock);
		first.config().meterFilter(MeterFilter.ignoreTags("http.route"));
		second.config().meterFilter(MeterFilter.ignoreTags("http.route"));
		HttpMetrics metrics = metrics(new CompositeMeterRegistry(this.clock).add(first).add(second));
		metrics.record(new RunningRequest(metrics.nanos(), false), "GET", "/a", 200, Outcome.forStatus(200));
		metrics.record(new RunningRequest(metrics.nanos(), false), "GET", "/b", 200, Outcome.forStatus(200));
		assertThat(counter(first).count()).isEqualTo(2);
		assertThat(counter(second).count()).isEqualTo(2);
	}

	@Test
	void survivesTheCollectionOfGarbage() {
		MeterRegistry registry = new SimpleMeterRegistry();
		record(metrics(registry), 3);
		System.gc();
		assertThat(counter(registry).count()).isEqualTo(3);
	}

	@Test
	void twoContextsOfOneRegistryAddUp() {
		MeterRegistry registry = new SimpleMeterRegistry();
		Meters first = new Meters(registry);
		Meters second = new Meters(registry);
		record(new HttpMetrics(first, new HttpProperties.Limits(1, 1)), 3);
		HttpMetrics left = new HttpMetrics(second, new HttpProperties.Limits(1, 1));
		record(left, 2);
		first.close();
		record(left, 1);
		assertThat(counter(registry).count()).isEqualTo(6);
		second.close();
		assertThat(registry.getMeters()).isEmpty();
		record(metrics(registry), 1);
		assertThat(counter(registry).count()).isOne();
	}

	@Test
	void aScrapeHasTheNamesOfTheContract() {
		PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		record(metrics(registry), 1);
		String labels = "{endpoint=\"app\",http_request_method=\"GET\",http_response_status_code=\"200\","
				+ "http_route=\"/items/{id}\",outcome=\"SUCCESS\"}";
		List<String> lines = registry.scrape().lines().toList();
		assertThat(lines).contains("http_requests_total" + labels + " 1.0", "# TYPE http_requests_total counter",
				"# TYPE http_request_duration_seconds histogram",
				"http_request_duration_seconds_count" + labels + " 1");
		assertThat(lines.stream()
			.filter((line) -> line.startsWith("http_request_duration_seconds_bucket"))
			.map((line) -> line.replaceFirst(".*le=\"([^\"]+)\".*", "$1"))).containsExactly("0.001", "0.005", "0.01",
					"0.025", "0.05", "0.1", "0.25", "0.5", "1.0", "2.5", "5.0", "+Inf");
	}

	private void assertCountsEachStepByItself(MeterRegistry registry) {
		HttpMetrics metrics = metrics(registry);
		double total = 0;
		for (int requests : new int[] { 3, 5, 0, 2 }) {
			record(metrics, requests);
			// what is counted from the last reading until a step ends is seen by a
			// reading
			// within that step
			counter(registry).count();
			this.clock.add(STEP);
			assertThat(counter(registry).count()).isEqualTo(requests);
			total += requests;
		}
		assertThat(total).isEqualTo(10);
	}

	private OtlpMeterRegistry otlp(AggregationTemporality temporality) {
		return new OtlpMeterRegistry(new OtlpConfig() {

			@Override
			public @Nullable String get(String key) {
				return null;
			}

			@Override
			public AggregationTemporality aggregationTemporality() {
				return temporality;
			}

			@Override
			public Duration step() {
				return STEP;
			}

			@Override
			public boolean enabled() {
				return false;
			}

		}, this.clock);
	}

	private static void denyTimer(MeterRegistry registry, boolean timed) {
		if (!timed) {
			registry.config().meterFilter(MeterFilter.denyNameStartsWith("http.request.duration"));
		}
	}

	private static HttpMetrics metrics(MeterRegistry registry) {
		return new HttpMetrics(new Meters(registry), new HttpProperties.Limits(100, 1000));
	}

	private static void record(HttpMetrics metrics, int requests) {
		Stream.generate(() -> new RunningRequest(metrics.nanos(), false))
			.limit(requests)
			.forEach((request) -> metrics.record(request, "GET", "/items/{id}", 200, Outcome.forStatus(200)));
	}

	private static Counter counter(MeterRegistry registry) {
		return registry.get("http.requests").counter();
	}

	/**
	 * A registry that forgets at each step, as those of vendors do.
	 */
	private static final class Step extends StepMeterRegistry {

		Step(MockClock clock) {
			super(new StepRegistryConfig() {

				@Override
				public String prefix() {
					return "test";
				}

				@Override
				public @Nullable String get(String key) {
					return null;
				}

				@Override
				public Duration step() {
					return STEP;
				}

			}, clock);
		}

		@Override
		protected void publish() {
		}

		@Override
		protected TimeUnit getBaseTimeUnit() {
			return TimeUnit.SECONDS;
		}

	}

}
