package dev.emp.metrics.test.rows;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.annotation.Timed;
import io.micrometer.core.aop.MeterTag;
import org.jspecify.annotations.Nullable;

import dev.emp.metrics.job.MeteredJob;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what a job's arguments and result say.
 */
class ValueRowsTests extends Rows {

	private static final String FORMAT = "emp.metrics.job.tag-keys=format";

	@Row(value = 16, fault = "the meter jobs.processed has no such tag")
	void expressionThatFailsCostsItsTagAndOneWarning() {
		List<String> warnings = warningsOf(() -> with(new Handler(), (bean) -> {
			assertThat(bean.render(Map.of())).isEqualTo("done");
			assertThat(bean.render(Map.of())).isEqualTo("done");
			assertThatJob("render").withTag("format", "unknown").completed(2).durations(2);
		}, FORMAT));
		assertThat(warnings).singleElement().asString().contains("Handler#render");
	}

	@Row(value = 16, fault = "to have completed: 1")
	void expressionThatGivesNullIsUnknown() {
		with(new Handler(), (bean) -> {
			bean.named(null);
			assertThatJob("named").withTag("format", "unknown").completed(1);
		}, FORMAT);
	}

	@Row(value = 16, fault = "to have failed")
	void expressionThatCannotBeParsedStopsTheStart() {
		metered().withPropertyValues(FORMAT)
			.withBean(Misspelt.class)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.hasMessageContaining("Misspelt#render"));
	}

	@Row(value = 17, fault = "the meter jobs.processed has no such tag")
	void expressionSeesTheValueOfAFuture() {
		with(new Handler(), (bean) -> {
			assertThat(bean.later("video").join()).containsEntry("format", "video");
			assertThatJob("later").withTag("format", "video").completed(1);
		}, FORMAT);
	}

	@Row(value = 30, onlyOurs = "the aspects do not know of a wait")
	void waitOfAJobFromTheFutureIsZeroAndCounted() {
		with(new Handler(), (bean) -> {
			bean.waited(Instant.ofEpochMilli(this.clock.wallTime()).plus(Duration.ofMinutes(1)));
			assertThatJob("waited").waited(1);
			assertThat(this.registry.get("job.queue.wait").timer().totalTime(TimeUnit.NANOSECONDS)).isZero();
			assertThat(this.registry.get("job.queue.wait.skew").counter().count()).isOne();
		}, FORMAT);
	}

	static class Handler {

		@Timed
		@MeteredJob(value = "render", tags = "format=#{#job['format'].toString()}")
		String render(@MeterTag(key = "format", expression = "['format'].toString()") Map<String, String> job) {
			return "done";
		}

		@Timed
		@MeteredJob(value = "named", tags = "format=#{#format}")
		void named(@MeterTag("format") @Nullable String format) {
		}

		@Timed
		@MeterTag(key = "format", expression = "['format']")
		@MeteredJob(value = "later", tags = "format=#{#result['format']}")
		CompletableFuture<Map<String, String>> later(String format) {
			return CompletableFuture.completedFuture(Map.of("format", format));
		}

		@MeteredJob(value = "waited", enqueuedAt = "#{#at}")
		void waited(Instant at) {
		}

	}

	static class Misspelt {

		@Timed
		@MeteredJob(value = "render", tags = "format=#{#job[}")
		void render(@MeterTag(key = "format", expression = "[") String job) {
		}

	}

}
