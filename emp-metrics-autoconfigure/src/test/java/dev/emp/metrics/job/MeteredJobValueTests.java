package dev.emp.metrics.job;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import dev.emp.metrics.job.Handlers.Handler;
import dev.emp.metrics.job.Handlers.Report;
import dev.emp.metrics.job.Handlers.Tagged;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MeteredJob}: what expressions give.
 */
@ExtendWith(OutputCaptureExtension.class)
class MeteredJobValueTests extends JobContext {

	@Test
	void recordsSizesOfInputAndOfCompletedOutput() {
		withHandler(new Handler(), (handler) -> {
			handler.report(new Report(true, 4096));
			handler.report(new Report(false, 1));
			assertThat(this.registry.get("job.output.size").summary().totalAmount()).isEqualTo(4096);
			assertThat(this.registry.get("job.output.size").summary().count()).isOne();
			assertThat(this.registry.get("job.input.size").summary().count()).isEqualTo(2);
		});
	}

	static Object[] enqueued() {
		Instant then = Instant.EPOCH.plus(SINCE_EPOCH).minusSeconds(42);
		return new Object[] { then, then.atOffset(ZoneOffset.ofHours(5)), then.atZone(ZoneOffset.UTC), Date.from(then),
				then.toEpochMilli(), then.toString(), Long.toString(then.toEpochMilli()),
				then.atOffset(ZoneOffset.ofHours(-3)).toString() };
	}

	@ParameterizedTest
	@MethodSource("enqueued")
	void recordsTheWait(Object enqueuedAt) {
		withHandler(new Handler(), (handler) -> {
			handler.waited(enqueuedAt, 1, 3);
			assertThat(this.registry.get("job.queue.wait").timer().totalTime(TimeUnit.SECONDS)).isEqualTo(42);
		});
	}

	@Test
	void recordsNoWaitForNullAndForAFieldThatWasNeverSet(CapturedOutput output) {
		withHandler(new Handler(), (handler) -> {
			handler.waited(null, 1, 3);
			handler.waited(0L, 1, 3);
			handler.waited("", 1, 3);
			assertThat(this.registry.find("job.queue.wait").timer()).isNull();
			assertThat(output).doesNotContain("WARN");
		});
	}

	@Test
	void recordsNoWaitBeforeALaterAttempt() {
		withHandler(new Handler(), (handler) -> {
			handler.waited(Instant.EPOCH.plusSeconds(5), 2, 3);
			assertThat(this.registry.find("job.queue.wait").timer()).isNull();
		});
	}

	@Test
	void clampsANegativeWaitAndCountsTheSkew() {
		withHandler(new Handler(), (handler) -> {
			handler.waited(Instant.EPOCH.plus(SINCE_EPOCH).plusSeconds(60), 1, 3);
			assertThat(this.registry.get("job.queue.wait").timer().totalTime(TimeUnit.SECONDS)).isZero();
			assertThat(records("job.queue.wait")).isOne();
			assertThat(count("job.queue.wait.skew")).isOne();
		});
	}

	@Test
	void losesOnlyTheValueOfAnExpressionThatFails(CapturedOutput output) {
		withHandler(new Handler(), (handler) -> {
			handler.render(null);
			handler.render(null);
			handler.waited("yesterday", 1, 3);
			assertThat(count("jobs.processed", "job.name", "render", "priority", "unknown", "status", "completed"))
				.isEqualTo(2);
			assertThat(count("jobs.processed", "job.name", "waited", "status", "completed")).isOne();
			assertThat(count("emp.metrics.source.errors")).isEqualTo(3);
			assertThat(output.getOut().lines().filter((line) -> line.contains("WARN"))).hasSize(2)
				.anySatisfy((line) -> assertThat(line).contains("'priority'", "Handler#render"))
				.anySatisfy((line) -> assertThat(line).contains("'enqueuedAt'", "yesterday", "ISO-8601"));
		});
	}

	@Test
	void fillsDeclaredTagsFromArgumentsAndFromTheResult() {
		withHandler(new Tagged(), (handler) -> {
			handler.run(Map.of("tenant", "acme"), "large");
			thrownBy(() -> handler.run(Map.of("tenant", "acme"), "boom"));
			assertThat(count("jobs.processed", "status", "started", "tenant", "acme", "size", "unknown")).isEqualTo(2);
			assertThat(count("jobs.processed", "status", "completed", "tenant", "acme", "size", "large")).isOne();
			assertThat(count("jobs.processed", "status", "failed", "tenant", "acme", "size", "unknown")).isOne();
			assertThat(gauge("jobs.active")).isZero();
		}, "emp.metrics.job.tag-keys=tenant,size");
	}

	@Test
	void turnsEnumsAndNumbersIntoTheirText() {
		withHandler(new Handler(), (handler) -> {
			handler.typed(TimeUnit.DAYS);
			handler.typed(7);
			handler.typed(7L);
			assertThat(values("job.duration", "priority")).containsExactly("7", "DAYS");
			assertThat(records("job.duration", "priority", "7")).isEqualTo(2);
		});
	}

	@Test
	void resolvesPlaceholdersOnce() {
		withHandler(new Handler(), (handler) -> {
			handler.placed();
			assertThat(count("jobs.processed", "job.name", "placed-gpu", "queue", "fallback", "status", "completed"))
				.isOne();
		}, "kind=gpu");
	}

}
