package dev.emp.metrics.http;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.http.Outcome;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.emp.metrics.support.Meters;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HttpMetrics}.
 */
class HttpMetricsTests {

	private final MockClock clock = new MockClock();

	private final MeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, this.clock);

	private final Meters meters = new Meters(this.registry);

	private final HttpMetrics metrics = new HttpMetrics(this.meters, new HttpProperties.Limits(100, 1000));

	@Test
	void countsAndTimesARequest() {
		RunningRequest request = new RunningRequest(this.metrics.nanos(), false);
		this.clock.add(3, TimeUnit.SECONDS);
		this.metrics.record(request, "GET", "/items/{id}", 200, Outcome.forStatus(200));
		assertThat(this.registry.get("http.request.duration").timer().totalTime(TimeUnit.SECONDS)).isEqualTo(3);
		assertThat(count()).isOne();
		for (String meter : List.of("http.requests", "http.request.duration")) {
			assertThat(this.registry.get(meter).meter().getId().getTags()).containsExactly(Tag.of("endpoint", "app"),
					Tag.of("http.request.method", "GET"), Tag.of("http.response.status_code", "200"),
					Tag.of("http.route", "/items/{id}"), Tag.of("outcome", "SUCCESS"));
		}
	}

	@Test
	void countsAgainFromZeroWhereTheApplicationRemovedTheMeters() {
		record("GET", "/", 200);
		this.registry.clear();
		record("GET", "/", 200);
		assertThat(count()).isOne();
		assertThat(this.registry.get("http.request.duration").timer().count()).isOne();
	}

	@ParameterizedTest
	@CsvSource({ "101, INFORMATIONAL", "204, SUCCESS", "302, REDIRECTION", "499, CLIENT_ERROR", "599, SERVER_ERROR" })
	void tellsTheOutcomeByTheStatus(int status, String outcome) {
		record("GET", "/", status);
		assertThat(count("http.response.status_code", Integer.toString(status), "outcome", outcome)).isOne();
	}

	@ParameterizedTest
	@ValueSource(ints = { Integer.MIN_VALUE, -1, 0, 99, 600, 999, Integer.MAX_VALUE })
	void knowsNoStatusThatIsNone(int status) {
		record("GET", "/", status);
		assertThat(count("http.response.status_code", "unknown", "outcome", "UNKNOWN")).isOne();
	}

	@Test
	void knowsNoOutcomeWhereTheClientWasGone() {
		this.metrics.record(new RunningRequest(0, false), "GET", "/", 200, Outcome.UNKNOWN);
		assertThat(count("http.response.status_code", "200", "outcome", "UNKNOWN")).isOne();
	}

	@Test
	void tellsOnlyKnownMethodsApart() {
		for (String method : List.of("GET", "QUERY", "get", "PROPFIND", "", "GET\0", "_other")) {
			record(method, "/", 200);
		}
		this.metrics.record(new RunningRequest(0, false), null, "/", 200, Outcome.forStatus(200));
		assertThat(values("http.request.method")).containsExactly("GET", "QUERY", "_OTHER");
		assertThat(count("http.request.method", "_OTHER")).isEqualTo(6);
	}

	@Test
	void knowsNoRouteWhereNothingMatched() {
		this.metrics.record(new RunningRequest(0, false), "GET", null, 404, Outcome.forStatus(404));
		record("GET", "", 200);
		assertThat(values("http.route")).containsExactly("/", "unknown");
	}

	@Test
	void tellsManagementTrafficApart() {
		this.metrics.record(new RunningRequest(0, true), "GET", "/", 200, Outcome.forStatus(200));
		record("GET", "/", 200);
		assertThat(values("endpoint")).containsExactly("app", "management");
	}

	@Test
	void keepsAMillionRoutesBounded() {
		for (int i = 0; i < 1_000_000; i++) {
			record("GET", "/items/" + i, 200);
		}
		assertThat(count()).isEqualTo(1_000_000);
		assertThat(values("http.route")).hasSize(101);
		assertThat(count("http.route", "_other")).isEqualTo(1_000_000 - 100);
		assertThat(overflow("http.route")).isEqualTo(1_000_000 - 100);
		assertThat(this.registry.find("http.requests").meters()).hasSize(101);
		assertThat(this.registry.find("http.request.duration").meters()).hasSize(101);
	}

	@Test
	void keepsTheCombinationsOfAllTagsBounded() {
		List<String> methods = List.of("GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "TRACE", "ODD");
		int requests = 0;
		for (int status = 100; status < 600; status++) {
			for (String method : methods) {
				this.metrics.record(new RunningRequest(0, status % 2 == 0), method, "/" + status % 7, status,
						Outcome.forStatus(status));
				requests++;
			}
		}
		assertThat(count()).isEqualTo(requests);
		assertThat(this.registry.find("http.requests").meters()).hasSizeBetween(1000, 1012);
		assertThat(this.registry.find("http.request.duration").meters()).hasSizeBetween(1000, 1012);
		assertThat(overflow("tag-sets")).isEqualTo(requests - 1000);
		for (int hundred = 1; hundred < 6; hundred++) {
			String outcome = List.of("INFORMATIONAL", "SUCCESS", "REDIRECTION", "CLIENT_ERROR", "SERVER_ERROR")
				.get(hundred - 1);
			assertThat(count("outcome", outcome)).as(outcome).isEqualTo(100 * methods.size());
		}
		assertThat(count("endpoint", "management")).isEqualTo(requests / 2.0);
	}

	@Test
	void addsUpWhatAFilterMakesOne() {
		this.registry.config().meterFilter(MeterFilter.ignoreTags("http.route", "http.request.method"));
		for (int i = 0; i < 10; i++) {
			record("GET", "/" + i, 200);
			record("POST", "/" + i, 200);
		}
		assertThat(this.registry.find("http.requests").meters()).hasSize(1);
		assertThat(count()).isEqualTo(20);
		assertThat(this.registry.get("http.request.duration").timer().count()).isEqualTo(20);
	}

	@Test
	void countsWhereTheTimerIsDeniedAndTheOtherWayRound() {
		this.registry.config().meterFilter(MeterFilter.denyNameStartsWith("http.request.duration"));
		record("GET", "/", 200);
		assertThat(count()).isOne();
		MeterRegistry other = new SimpleMeterRegistry();
		other.config().meterFilter(MeterFilter.deny((id) -> id.getName().equals("http.requests")));
		new HttpMetrics(new Meters(other), new HttpProperties.Limits(1, 1)).record(new RunningRequest(0, false), "GET",
				"/", 200, Outcome.forStatus(200));
		assertThat(other.find("http.requests").meters()).isEmpty();
		assertThat(other.get("http.request.duration").timer().count()).isOne();
	}

	@Test
	void timesWhereTheApplicationHasAMeterOfTheName() {
		Gauge.builder("http.requests", () -> 7)
			.tags("http.request.method", "GET", "http.route", "/", "http.response.status_code", "200", "outcome",
					"SUCCESS", "endpoint", "app")
			.register(this.registry);
		record("GET", "/", 200);
		assertThat(this.registry.get("http.requests").gauge().value()).isEqualTo(7);
		assertThat(this.registry.get("http.request.duration").timer().count()).isOne();
	}

	@Test
	void losesNoCountWhileManyThreadsRecord() throws Exception {
		int threads = 8;
		int rounds = 20_000;
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		try {
			CyclicBarrier start = new CyclicBarrier(threads);
			List<Future<?>> done = new ArrayList<>();
			for (int i = 0; i < threads; i++) {
				done.add(executor.submit(() -> {
					start.await();
					for (int round = 0; round < rounds; round++) {
						record("GET", "/" + round % 99, 200 + round % 100);
					}
					return null;
				}));
			}
			for (Future<?> thread : done) {
				thread.get(60, TimeUnit.SECONDS);
			}
		}
		finally {
			executor.shutdownNow();
		}
		assertThat(count()).isEqualTo(threads * rounds);
		assertThat(this.registry.find("http.requests").meters()).hasSizeBetween(1000, 1012);
	}

	@Test
	void leavesNoMeter() {
		record("GET", "/", 200);
		this.meters.close();
		assertThat(this.registry.getMeters()).isEmpty();
	}

	private void record(String method, String route, int status) {
		this.metrics.record(new RunningRequest(this.metrics.nanos(), false), method, route, status,
				Outcome.forStatus(status));
	}

	private double count(String... tags) {
		return this.registry.find("http.requests")
			.tags(tags)
			.counters()
			.stream()
			.mapToDouble((counter) -> counter.count())
			.sum();
	}

	private double overflow(String tag) {
		return this.registry.get("emp.metrics.cardinality.overflow")
			.tags("meter", "http.requests", "tag", tag)
			.counter()
			.count();
	}

	private List<String> values(String key) {
		return this.registry.find("http.requests")
			.meters()
			.stream()
			.map(Meter::getId)
			.map((id) -> id.getTag(key))
			.distinct()
			.sorted()
			.toList();
	}

}
