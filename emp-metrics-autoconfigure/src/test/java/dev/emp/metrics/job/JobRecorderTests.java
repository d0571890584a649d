package dev.emp.metrics.job;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JobRecorder}, {@link JobListener}, {@link ErrorClassifier} and
 * {@link JobTagsContributor}.
 */
@ExtendWith(OutputCaptureExtension.class)
class JobRecorderTests extends JobContext {

	private final List<FinishedJob> finished = new ArrayList<>();

	@Test
	void recordsWorkAndItsResult() {
		withRecorder((recorder, context) -> {
			Object result = callOf(
					() -> recorder.record(JobInfo.of("encode").service("cpu").queue("q").priority("low"), () -> {
						JobRun.current().outputBytes(12);
						return "result";
					}));
			assertThat(result).isEqualTo("result");
			assertThat(count("jobs.processed", "job.name", "encode", "service", "cpu", "queue", "q", "priority", "low",
					"status", "completed"))
				.isOne();
			assertThat(this.registry.get("job.output.size").summary().totalAmount()).isEqualTo(12);
		});
	}

	@Test
	void passesAnExceptionOnUnchanged() {
		IOException thrown = new IOException();
		withRecorder((recorder, context) -> {
			assertThat(thrownBy(() -> recorder.record(JobInfo.of("encode"), () -> {
				throw thrown;
			}))).isSameAs(thrown);
			assertThat(count("errors", "job.name", "encode", "error.name", "IOException")).isOne();
		});
	}

	@Test
	void countsARunOnceHoweverOftenItIsEnded() {
		withRecorder((recorder, context) -> {
			try (JobRun run = recorder.start(JobInfo.of("manual"))) {
				assertThat(gauge("jobs.active")).isOne();
				run.succeed();
				run.fail(new IllegalStateException());
				run.cancel();
			}
			assertThat(count("jobs.processed", "status", "completed")).isOne();
			assertThat(count("jobs.processed", "status", "failed")).isZero();
			assertThat(gauge("jobs.active")).isZero();
		});
	}

	@Test
	void countsARunThatIsClosedWithoutAnEndAsFailed() {
		withRecorder((recorder, context) -> {
			recorder.start(JobInfo.of("manual")).close();
			assertThat(count("jobs.processed", "status", "failed")).isOne();
			assertThat(this.registry.find("errors").meters()).isEmpty();
		});
	}

	@Test
	void tellsListenersWhatIsKnown() {
		withRecorder((recorder, context) -> {
			Instant enqueuedAt = Instant.EPOCH.plus(SINCE_EPOCH).minusSeconds(5);
			JobRun run = recorder.start(JobInfo.of("train").tag("tenant", "acme").enqueuedAt(enqueuedAt).attempt(1, 3));
			this.clock.add(Duration.ofSeconds(2));
			run.inputBytes(1);
			run.outputBytes(2);
			run.gpuSeconds(1.5);
			run.succeed();
			assertThat(this.finished).containsExactly(new FinishedJob("train", "unknown", "unknown", "unknown",
					Map.of("tenant", "acme"), JobStatus.COMPLETED, JobOutcome.SUCCESS_FIRST, null,
					Duration.ofSeconds(2), Duration.ofSeconds(5), 1, 2, 1.5));
		});
	}

	@Test
	void tellsTheNextListenerWhereOneFails(CapturedOutput output) {
		withRecorder((recorder, context) -> {
			recorder.start(JobInfo.of("broken-listener")).succeed();
			recorder.start(JobInfo.of("broken-listener")).succeed();
			assertThat(this.finished).hasSize(2);
			assertThat(count("jobs.processed", "status", "completed")).isEqualTo(2);
			assertThat(count("emp.metrics.source.errors")).isEqualTo(2);
			assertThat(output.getOut().lines().filter((line) -> line.contains("WARN"))).singleElement()
				.asString()
				.contains("JobListener", "It misses this job.");
		});
	}

	@Test
	void asksTheApplicationsClassifierFirst() {
		withRecorder((recorder, context) -> {
			recorder.start(JobInfo.of("a")).fail(new UnsupportedOperationException());
			recorder.start(JobInfo.of("a")).fail(new IllegalStateException("timeout"));
			assertThat(count("errors", "error.type", "gpu", "error.name", "UnsupportedOperationException")).isOne();
			assertThat(count("errors", "error.type", "timeout")).isOne();
			assertThat(
					count("emp.metrics.source.errors", "source", "ErrorClassifier " + BrokenClassifier.class.getName()))
				.isEqualTo(2);
		});
	}

	@Test
	void asksContributorsForTagsThatAreLeftOpen() {
		withRecorder((recorder, context) -> {
			recorder.start(JobInfo.of("a")).succeed();
			recorder.start(JobInfo.of("a").tag("tenant", "own")).succeed();
			assertThat(count("jobs.processed", "tenant", "contributed", "status", "completed")).isOne();
			assertThat(count("jobs.processed", "tenant", "own", "status", "completed")).isOne();
		});
	}

	@Test
	void leavesOutATagThatIsNotDeclared(CapturedOutput output) {
		withRecorder((recorder, context) -> {
			recorder.start(JobInfo.of("a").tag("undeclared", "x")).succeed();
			assertThat(count("jobs.processed", "status", "completed")).isOne();
			assertThat(output).contains("[undeclared]").contains("emp.metrics.job.tag-keys");
		});
	}

	@Test
	void namesAnAnonymousErrorAfterItsSuperclassAndBoundsNames() {
		withRecorder((recorder, context) -> {
			recorder.start(JobInfo.of("a")).fail(new IllegalStateException() {
			});
			recorder.start(JobInfo.of("a")).fail(new IOException());
			recorder.start(JobInfo.of("a")).fail(new ArithmeticException());
			assertThat(values("errors", "error.name")).containsExactly("IOException", "IllegalStateException",
					"_other");
			assertThat(count("errors")).isEqualTo(3);
			assertThat(count("emp.metrics.cardinality.overflow", "meter", "errors", "tag", "error.name")).isOne();
		}, "emp.metrics.job.limits.error-names=2");
	}

	@Test
	void namesEachLimitThatIsReachedOnce(CapturedOutput output) {
		withRecorder((recorder, context) -> {
			for (int i = 0; i < 300; i++) {
				recorder.start(JobInfo.of("job").priority("p" + i).queue("q" + i % 100)).succeed();
			}
			assertThat(output.getOut().lines().filter((line) -> line.contains("The limit"))).singleElement()
				.asString()
				.contains("emp.metrics.job.limits.values", "'priority'", "_other");
			assertThat(count("emp.metrics.cardinality.overflow", "tag", "priority")).isEqualTo(200);
			recorder.start(JobInfo.of("job").queue("one more")).succeed();
			assertThat(output.getOut().lines().filter((line) -> line.contains("The limit"))).hasSize(2)
				.anyMatch((line) -> line.contains("emp.metrics.job.limits.values") && line.contains("'queue'"));
		});
	}

	@Test
	void namesTheLimitsOfNamesAndOfErrorsAndOfTagSets(CapturedOutput output) {
		withRecorder((recorder, context) -> {
			for (int i = 0; i < 3; i++) {
				recorder.start(JobInfo.of("job" + i).queue("q" + i)).fail(new IOException());
				recorder.start(JobInfo.of("job" + i).priority("p" + i)).fail(new IllegalStateException());
			}
			assertThat(output.getOut().lines().filter((line) -> line.contains("The limit"))).hasSize(3)
				.anyMatch((line) -> line.contains("emp.metrics.job.limits.names"))
				.anyMatch((line) -> line.contains("emp.metrics.job.limits.error-names"))
				.anyMatch((line) -> line.contains("emp.metrics.job.limits.tag-sets"));
		}, "emp.metrics.job.limits.names=2", "emp.metrics.job.limits.error-names=1",
				"emp.metrics.job.limits.tag-sets=3");
	}

	@Test
	void boundsNamesValuesAndTagSetsWithExactTotals() {
		withRecorder((recorder, context) -> {
			for (int i = 0; i < 1000; i++) {
				recorder.start(JobInfo.of("job-" + i % 10).priority("p" + i).queue("q" + i % 7)).succeed();
			}
			assertThat(values("jobs.processed", "job.name")).hasSize(3 + 1).contains("_other");
			assertThat(count("jobs.processed", "status", "completed")).isEqualTo(1000);
			assertThat(records("job.duration")).isEqualTo(1000);
			// four counters a tag set; each job has one more for what is beyond the limit
			assertThat(this.registry.find("jobs.processed").meters()).hasSizeLessThanOrEqualTo((20 + 3 + 1) * 4);
			assertThat(count("emp.metrics.cardinality.overflow")).isPositive();
		}, "emp.metrics.job.limits.names=3", "emp.metrics.job.limits.values=5", "emp.metrics.job.limits.tag-sets=20");
	}

	private void withRecorder(BiConsumer<JobRecorder, Object> test, String... properties) {
		ApplicationContextRunner runner = runner().withPropertyValues("emp.metrics.job.tag-keys=tenant")
			.withPropertyValues(properties)
			.withBean("brokenListener", JobListener.class, () -> (job) -> {
				if (job.name().equals("broken-listener")) {
					throw new IllegalStateException("broken");
				}
			})
			.withBean("listener", JobListener.class, () -> this.finished::add)
			.withBean(BrokenClassifier.class)
			.withBean("classifier", ErrorClassifier.class,
					() -> (error) -> (error instanceof UnsupportedOperationException) ? ErrorType.GPU : null)
			.withBean(JobTagsContributor.class, () -> (key) -> key.equals("tenant") ? "contributed" : null);
		runner.run((context) -> test.accept(context.getBean(JobRecorder.class), context));
	}

	private static Object callOf(java.util.concurrent.Callable<?> call) {
		try {
			return call.call();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	static class BrokenClassifier implements ErrorClassifier {

		@Override
		public ErrorType classify(Throwable error) {
			throw new IllegalStateException("broken");
		}

	}

}
