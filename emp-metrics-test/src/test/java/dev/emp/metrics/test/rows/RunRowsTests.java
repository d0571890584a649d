package dev.emp.metrics.test.rows;

import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.util.concurrent.CountDownLatch;

import com.sun.management.ThreadMXBean;
import io.micrometer.core.annotation.Timed;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

import dev.emp.metrics.job.JobListener;
import dev.emp.metrics.job.JobRun;
import dev.emp.metrics.job.MeteredJob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of what happens while a job runs and when it ends.
 */
class RunRowsTests extends Rows {

	@Row(value = 13, fault = "to have recorded durations: 1")
	void jobIsActiveWhileItRunsAndHasADurationAfterwards() {
		with(new Handler(), (bean) -> {
			bean.watched(() -> assertThatJob("watched").active(1));
			assertThatJob("watched").active(0).durations(1);
		});
	}

	@Row(value = 14, fault = "to be less than")
	void callMakesHardlyAnyGarbage() {
		Runnable nothing = () -> {
		};
		with(new Handler(), (bean) -> {
			bytesPerCall(() -> bean.render(nothing));
			long xb = bytesPerCall(() -> bean.render(nothing));
			System.out.println("BYTES " + xb);
			assertThat(xb).isLessThan(300);
		});
	}

	/** A run is one small object, the call of a proxy one more. */
	private static long bytesPerCall(Runnable call) {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		int calls = 20_000;
		long before = threads.getCurrentThreadAllocatedBytes();
		for (int i = 0; i < calls; i++) {
			call.run();
		}
		return (threads.getCurrentThreadAllocatedBytes() - before) / calls;
	}

	@Row(value = 25, onlyOurs = "the aspects keep nothing for each thread")
	void threadKeepsNoRun() {
		JobRun outside = JobRun.current();
		with(new Handler(), (bean) -> bean.render(() -> {
			JobRun outer = JobRun.current();
			bean.watched(() -> assertThat(JobRun.current()).isNotSameAs(outer));
			assertThat(JobRun.current()).isSameAs(outer).isNotSameAs(outside);
		}));
		assertThat(JobRun.current()).isSameAs(outside);
	}

	@EnabledForJreRange(min = JRE.JAVA_21)
	@Row(value = 25, onlyOurs = "the long task timer of the aspects counts them as well")
	void tenThousandVirtualThreadsAreTenThousandActiveJobs() {
		CountDownLatch started = new CountDownLatch(10_000);
		CountDownLatch released = new CountDownLatch(1);
		SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor();
		executor.setVirtualThreads(true);
		with(new Handler(), (bean) -> {
			for (int i = 0; i < 10_000; i++) {
				executor.execute(() -> bean.render(() -> {
					started.countDown();
					await(released);
				}));
			}
			await(started);
			assertThatJob("render").active(10_000);
			released.countDown();
			Awaitility.await().untilAsserted(() -> assertThatJob("render").active(0).completed(10_000));
		});
	}

	@Row(value = 26, onlyOurs = "the aspects count errors and throw them on as well")
	void errorOfTheMachineIsCountedAndThrownOn() {
		OutOfMemoryError error = new OutOfMemoryError("none left");
		with(new Handler(), (bean) -> {
			assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> bean.render(() -> {
				throw error;
			})).isSameAs(error);
			assertThatJob("render").failed(1).active(0).hasError("memory", 1);
			assertThatExceptionOfType(StackOverflowError.class).isThrownBy(() -> bean.render(() -> recurse(0)));
			assertThatJob("render").failed(2).active(0);
			assertThat(values("errors", "render", "error.name")).containsExactly("OutOfMemoryError",
					"StackOverflowError");
		});
	}

	@Row(value = 26, fault = "BrokenFilter")
	void failureOfAMeterNeverMasksTheJobs() {
		BrokenFilter filter = new BrokenFilter();
		with(metered().withBean(MeterFilter.class, () -> filter), new Handler(), (bean) -> {
			filter.broken = true;
			assertThatCode(() -> bean.render(() -> {
			})).doesNotThrowAnyException();
			assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> bean.render(() -> {
				throw new OutOfMemoryError();
			}));
		});
	}

	@Row(value = 26, onlyOurs = "the aspects have no listeners")
	void failureOfAListenerNeverMasksTheJobs() {
		JobListener broken = (job) -> {
			throw new LinkageError("broken");
		};
		with(metered().withBean(JobListener.class, () -> broken), new Handler(), (bean) -> {
			assertThatCode(() -> bean.render(() -> {
			})).doesNotThrowAnyException();
			assertThatJob("render").completed(1);
		});
	}

	@Row(value = 28, onlyOurs = "the aspects have no gauges")
	void gaugesOutliveTheGarbageCollector() {
		with(new Handler(), (bean) -> bean.render(() -> {
			collectGarbage();
			assertThatJob("render").active(1);
			assertThat(this.registry.get("job.active.age.max").tag("job.name", "render").timeGauge().value()).isZero();
		}));
	}

	private static void collectGarbage() {
		WeakReference<Object> collected = new WeakReference<>(new Object());
		Awaitility.await().until(() -> {
			System.gc();
			return collected.get() == null;
		});
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static int recurse(int depth) {
		return (depth < 0) ? depth : recurse(depth + 1) - 1;
	}

	static class Handler {

		@Timed
		@MeteredJob("render")
		void render(Runnable work) {
			work.run();
		}

		@Timed(longTask = true)
		@MeteredJob("watched")
		void watched(Runnable work) {
			work.run();
		}

	}

	/**
	 * Refuses each new meter once the application has started.
	 */
	static class BrokenFilter implements MeterFilter {

		volatile boolean broken;

		@Override
		public Meter.Id map(Meter.Id id) {
			if (this.broken) {
				throw new LinkageError("BrokenFilter");
			}
			return id;
		}

	}

}
