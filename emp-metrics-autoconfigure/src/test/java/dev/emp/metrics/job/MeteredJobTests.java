package dev.emp.metrics.job;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.OutputCaptureExtension;

import dev.emp.metrics.job.Handlers.Handler;
import dev.emp.metrics.job.Handlers.Job;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MeteredJob}: what is counted for a call.
 */
@ExtendWith(OutputCaptureExtension.class)
class MeteredJobTests extends JobContext {

	@Test
	void countsACallThatReturns() {
		withHandler(new Handler(), (handler) -> {
			assertThat(handler.render(new Job("high"))).isEqualTo("done");
			assertThat(count("jobs.processed", "status", "started", "job.name", "render")).isOne();
			assertThat(count("jobs.processed", "status", "completed", "job.name", "render")).isOne();
			assertThat(count("jobs.processed", "status", "failed")).isZero();
			assertThat(count("job.outcomes", "kind", "unknown")).isOne();
			assertThat(this.registry.find("errors").meters()).isEmpty();
		});
	}

	@Test
	void measuresTheTimeOfTheCall() {
		Handler timed = new Handler();
		timed.work = () -> this.clock.add(Duration.ofSeconds(7));
		withHandler(timed, (handler) -> {
			handler.render(new Job("high"));
			assertThat(this.registry.get("job.duration").tag("status", "completed").timer().totalTime(TimeUnit.SECONDS))
				.isEqualTo(7);
		});
	}

	@Test
	void givesEverySampleTheSameKeys() {
		withHandler(new Handler(), (handler) -> {
			handler.render(new Job("high"));
			handler.named();
			assertThat(this.registry.find("jobs.processed").meters()).allSatisfy((meter) -> assertThat(keys(meter))
				.containsExactlyInAnyOrder("job.name", "priority", "queue", "service", "status", "tenant"));
			assertThat(this.registry.find("job.duration").meters()).hasSize(2)
				.allSatisfy((meter) -> assertThat(keys(meter)).contains("status", "tenant"));
			assertThat(this.registry.find("jobs.active").meters()).allSatisfy((meter) -> assertThat(keys(meter))
				.containsExactlyInAnyOrder("job.name", "priority", "queue", "service"));
		}, "emp.metrics.job.tag-keys=tenant");
	}

	@Test
	void namesAJobAfterItsClassAndMethodAndTheAbsentUnknown() {
		withHandler(new Handler(), (handler) -> {
			handler.named();
			assertThat(count("jobs.processed", "job.name", "Handler.named", "service", "unknown", "queue", "unknown",
					"priority", "unknown", "status", "completed"))
				.isOne();
		});
	}

	@Test
	void startsAtZeroWhereAllTagsAreFixed() {
		withHandler(new Handler(), (handler) -> {
			assertThat(values("jobs.processed", "job.name")).containsExactly("Handler.named", "report", "retried",
					"waited");
			assertThat(values("jobs.processed", "status")).containsExactly("cancelled", "completed", "failed",
					"started");
			assertThat(values("jobs.active", "job.name")).hasSize(4);
			assertThat(this.registry.getMeters()).hasSize(4 * (4 + 1));
		});
	}

	@Test
	void countsActiveCallsWhileTheyRun() {
		Handler busy = new Handler();
		busy.work = () -> {
			this.clock.add(Duration.ofSeconds(3));
			assertThat(gauge("jobs.active", "job.name", "render")).isOne();
			assertThat(gauge("job.active.age.max", "job.name", "render")).isEqualTo(3);
		};
		withHandler(busy, (handler) -> {
			handler.render(new Job("high"));
			assertThat(gauge("jobs.active", "job.name", "render")).isZero();
			assertThat(gauge("job.active.age.max", "job.name", "render")).isZero();
		});
	}

	@Test
	void hasNoAgeOfTheLastSuccessBeforeTheFirst() {
		withHandler(new Handler(), (handler) -> {
			assertThat(thrownBy(() -> handler.fail(new IOException("no")))).isNotNull();
			assertThat(this.registry.find("job.last.success.age").gauge()).isNull();
			handler.render(new Job("high"));
			this.clock.add(Duration.ofSeconds(9));
			assertThat(gauge("job.last.success.age", "job.name", "render")).isEqualTo(9);
		});
	}

	@Test
	void letsTheHandlerSpeakOfItsRun() {
		Handler speaking = new Handler();
		speaking.work = () -> {
			JobRun.current().progress();
			JobRun.current().outputBytes(99);
			this.clock.add(Duration.ofSeconds(4));
			assertThat(gauge("job.progress.age.max", "job.name", "Handler.named")).isEqualTo(4);
		};
		withHandler(speaking, (handler) -> {
			handler.named();
			assertThat(this.registry.get("job.output.size").summary().totalAmount()).isEqualTo(99);
			assertThat(gauge("job.progress.age.max")).isZero();
			JobRun.current().progress();
			JobRun.current().outputBytes(1);
			JobRun.current().succeed();
			assertThat(count("jobs.processed", "status", "completed")).isOne();
		});
	}

}
