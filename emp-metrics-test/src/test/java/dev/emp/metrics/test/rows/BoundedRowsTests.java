package dev.emp.metrics.test.rows;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.micrometer.core.annotation.Timed;
import io.micrometer.core.aop.MeterTag;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cglib.proxy.Enhancer;
import org.springframework.cglib.proxy.NoOp;

import dev.emp.metrics.job.MeteredJob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatRuntimeException;

/**
 * Tests of the tags that every sample has and of how many values they take.
 */
class BoundedRowsTests extends Rows {

	private static final String TENANT = "emp.metrics.job.tag-keys=tenant";

	private static final Pattern SAMPLE = Pattern.compile("(?m)^(jobs?_\\w+|errors_total|method_\\w+)\\{(.*)} ");

	private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");

	@Row(value = 18, fault = "[method_timed_seconds")
	void everySampleOfAMeterHasTheSameKeys() {
		PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		ApplicationContextRunner scraped = this.metering.switchedOn(application(prometheus));
		with(scraped.withPropertyValues(TENANT), new Handler(), (bean) -> {
			bean.index(Map.of("tenant", "acme"));
			bean.index(Map.of());
			assertThat(bean.late("acme")).isEqualTo("acme");
			fail(bean, new IllegalStateException());
			fail(bean, new CancellationException());
			Map<String, Set<Set<String>>> keys = keys(prometheus.scrape());
			assertThat(keys).isNotEmpty().allSatisfy((name, sets) -> assertThat(sets).as(name).hasSize(1));
		});
	}

	@Row(value = 19, fault = "\"\"")
	void anonymousErrorHasTheNameOfItsSuperclass() {
		with(new Handler(), (bean) -> {
			fail(bean, new IllegalStateException() {
			});
			assertThat(values("errors", "fail", "error.name")).containsExactly("IllegalStateException");
		}, TENANT);
	}

	@Row(value = 19, fault = "Expected size: 51 but was: 60")
	void errorNamesBeyondFiftyAreSummed() {
		with(new Handler(), (bean) -> {
			for (int i = 0; i < 60; i++) {
				fail(bean, error("Failure" + i));
			}
			assertThat(values("errors", "fail", "error.name")).hasSize(51).contains("_other");
			assertThatJob("fail").failed(60).hasError("unknown", 60);
		}, TENANT);
	}

	@Row(value = 20, fault = "to have completed: 150")
	void valuesBeyondTheLimitAreSummed() {
		// the bound that Micrometer offers to users of the aspects
		MeterFilter filter = MeterFilter.maximumAllowableTags("method.timed", "tenant", 100, MeterFilter.deny());
		with(metered().withPropertyValues(TENANT).withBean(MeterFilter.class, () -> filter), new Handler(), (bean) -> {
			for (int i = 0; i < 150; i++) {
				bean.render("tenant" + i);
			}
			assertThatJob("render").completed(150).durations(150);
			assertThat(values("jobs.processed", "render", "tenant")).hasSize(101).contains("_other");
			assertThatJob("render").withTag("tenant", "_other").completed(50);
		});
	}

	private static void fail(Handler bean, RuntimeException error) {
		assertThatRuntimeException().isThrownBy(() -> bean.fail(error)).isSameAs(error);
	}

	private static RuntimeException error(String name) {
		Enhancer enhancer = new Enhancer();
		enhancer.setSuperclass(Failure.class);
		enhancer.setCallback(NoOp.INSTANCE);
		enhancer.setNamingPolicy((prefix, source, key, names) -> Failure.class.getPackageName() + "." + name);
		enhancer.setUseCache(false);
		return (RuntimeException) enhancer.create();
	}

	private static Map<String, Set<Set<String>>> keys(String scrape) {
		Map<String, Set<Set<String>>> keys = new HashMap<>();
		SAMPLE.matcher(scrape)
			.results()
			.forEach((sample) -> keys.computeIfAbsent(sample.group(1), (name) -> new HashSet<>()).add(labels(sample)));
		return keys;
	}

	private static Set<String> labels(MatchResult sample) {
		return LABEL.matcher(sample.group(2))
			.results()
			.map((label) -> label.group(1))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	static class Failure extends RuntimeException {

	}

	static class Handler {

		@Timed
		@MeteredJob(value = "index", tags = "tenant=#{#job['tenant'].toString()}")
		void index(@MeterTag(key = "tenant", expression = "['tenant'].toString()") Map<String, String> job) {
		}

		@Timed
		@MeterTag("tenant")
		@MeteredJob(value = "late", tags = "tenant=#{#result}")
		String late(String tenant) {
			return tenant;
		}

		@Timed
		@MeteredJob(value = "render", tags = "tenant=#{#tenant}")
		void render(@MeterTag("tenant") String tenant) {
		}

		@Timed
		@MeteredJob("fail")
		void fail(RuntimeException error) {
			throw error;
		}

	}

}
