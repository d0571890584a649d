package dev.emp.metrics.job;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that what goes wrong in measuring reaches neither the job nor other samples.
 */
@ExtendWith(OutputCaptureExtension.class)
class MeteredJobGuardTests extends JobContext {

	@Test
	void losesOnlyATagWhoseValueHasNoText(CapturedOutput output) {
		withHandler(new Guarded(), (handler) -> {
			handler.tagged(new Broken());
			assertThat(count("jobs.processed", "job.name", "tagged", "priority", "unknown", "status", "completed"))
				.isOne();
			assertThat(output).contains("'priority'").contains("no text");
		});
	}

	@Test
	void honoursConstantsWithoutAnExpression() {
		withHandler(new Guarded(), (handler) -> {
			handler.constant();
			assertThat(count("jobs.processed", "job.name", "constant", "status", "failed")).isOne();
			assertThat(this.registry.get("job.input.size").summary().totalAmount()).isEqualTo(100);
		});
	}

	@Test
	void leavesNoRunBehindWhereATimeIsBeyondAllTime() {
		runner().run((context) -> {
			JobRecorder recorder = context.getBean(JobRecorder.class);
			recorder.start(JobInfo.of("a").enqueuedAt(Instant.MAX)).succeed();
			recorder.start(JobInfo.of("a").enqueuedAt(Instant.MIN)).succeed();
			recorder.start(JobInfo.of("a").enqueuedAt(Instant.EPOCH)).succeed();
			assertThat(count("jobs.processed", "status", "completed")).isEqualTo(3);
			assertThat(gauge("jobs.active")).isZero();
			assertThat(this.registry.find("job.queue.wait").timer()).isNull();
		});
	}

	@Test
	void warnsOnceAndGoesOnWhereAFilterFails(CapturedOutput output) {
		this.registry.config().meterFilter(new MeterFilter() {

			@Override
			public Meter.Id map(Meter.Id id) {
				if (id.getName().startsWith("job.progress")) {
					throw new IllegalStateException("a filter of the application");
				}
				if (id.getName().startsWith("jobs.active")) {
					throw new NoClassDefFoundError("a class that the filter needs");
				}
				return id;
			}

		});
		withHandler(new Guarded(), (handler) -> {
			handler.progressing();
			handler.progressing();
			assertThat(count("jobs.processed", "job.name", "progressing", "status", "completed")).isEqualTo(2);
			assertThat(output.getOut().lines().filter((line) -> line.contains("cannot be registered"))).hasSize(2)
				.anyMatch((line) -> line.contains("'jobs.active'"))
				.anyMatch((line) -> line.contains("'job.progress.age.max'"));
		});
	}

	@Test
	void losesNoSampleWhereTheStackOverflowsOnce() {
		AtomicInteger overflows = new AtomicInteger(1);
		withHandler(new Guarded(), (handler) -> {
			this.registry.config().meterFilter(new MeterFilter() {

				@Override
				public Meter.Id map(Meter.Id id) {
					if (id.getName().equals("job.duration") && overflows.getAndDecrement() > 0) {
						throw new StackOverflowError();
					}
					return id;
				}

			});
			handler.constant();
			handler.constant();
			assertThat(count("jobs.processed", "job.name", "constant", "status", "failed")).isEqualTo(2);
			assertThat(records("job.duration")).isEqualTo(2);
		});
	}

	@Test
	void completesACallThatIsDrainedAfterTheClose() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		CountDownLatch running = new CountDownLatch(1);
		List<JobStatus> told = new CopyOnWriteArrayList<>();
		ExecutorService executor = Executors.newSingleThreadExecutor();
		runner().withBean(JobListener.class, () -> (job) -> told.add(job.status())).run((context) -> {
			JobRecorder recorder = context.getBean(JobRecorder.class);
			Future<Boolean> drained = executor.submit(() -> recorder.record(JobInfo.of("drained"), () -> {
				running.countDown();
				return release.await(10, TimeUnit.SECONDS);
			}));
			assertThat(drained).isNotDone();
			assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
		});
		assertThat(told).isEmpty();
		release.countDown();
		executor.shutdown();
		assertThat(executor.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
		assertThat(told).containsExactly(JobStatus.COMPLETED);
	}

	@Test
	void keepsTheJobsNameBeyondTheLimitOfTagSets() {
		withHandler(new Late(), (handler) -> {
			for (int i = 0; i < 50; i++) {
				handler.late(i);
			}
			assertThat(count("jobs.processed", "job.name", "late", "status", "started")).isEqualTo(50);
			assertThat(count("jobs.processed", "job.name", "late", "status", "completed")).isEqualTo(50);
			assertThat(values("jobs.processed", "job.name")).doesNotContain("_other");
			assertThat(count("emp.metrics.cardinality.overflow", "tag", "tag-sets")).isPositive();
		}, "emp.metrics.job.tag-keys=t", "emp.metrics.job.limits.tag-sets=8");
	}

	@Test
	void givesATagSetThatIsKnownToEveryHandlerBeyondTheLimit() {
		runner().withPropertyValues("emp.metrics.job.limits.tag-sets=2").run((context) -> {
			JobRecorder recorder = context.getBean(JobRecorder.class);
			for (String priority : new String[] { "a", "b", "c", "a" }) {
				recorder.start(JobInfo.of("job").priority(priority)).succeed();
			}
			assertThat(count("jobs.processed", "priority", "a", "status", "completed")).isEqualTo(2);
			assertThat(count("jobs.processed", "priority", "_other", "status", "completed")).isOne();
			assertThat(count("emp.metrics.cardinality.overflow", "tag", "tag-sets")).isOne();
		});
	}

	/**
	 * A value whose text cannot be had, like a proxy of a closed session.
	 */
	static final class Broken {

		@Override
		public boolean equals(Object other) {
			throw new IllegalStateException("no equality");
		}

		@Override
		public int hashCode() {
			throw new IllegalStateException("no hash");
		}

		@Override
		public String toString() {
			throw new IllegalStateException("no text");
		}

	}

	static class Guarded {

		@MeteredJob(value = "tagged", priority = "#{#value}")
		void tagged(Object value) {
		}

		@MeteredJob(value = "constant", outcome = "false", inputSize = "100")
		void constant() {
		}

		@MeteredJob("progressing")
		void progressing() {
			JobRun.current().progress();
		}

	}

	static class Late {

		@MeteredJob(value = "late", tags = "t=#{#result}")
		String late(int number) {
			return "t" + number;
		}

	}

}
