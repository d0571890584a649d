package dev.emp.metrics.job;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for where the runs end that nothing can end any more.
 */
@SuppressWarnings("FutureReturnValueIgnored")
class AbandonedRunTests extends JobContext {

	private final List<Thread> told = new CopyOnWriteArrayList<>();

	private final CountDownLatch release = new CountDownLatch(1);

	@Test
	void endOnAThreadOfTheirOwnWhileMetricsAreReadAndJobsBegin() {
		runner().withBean(Handler.class, Handler::new)
			.withBean(JobListener.class, () -> (job) -> listen())
			.run((context) -> {
				Handler handler = context.getBean(Handler.class);
				withoutClasses(() -> handler.later(new CompletableFuture<>()));
				Awaitility.await().untilAsserted(() -> {
					System.gc();
					assertThat(gauge("jobs.active", "job.name", "later")).isOne();
					assertThat(gauge("job.active.age.max", "job.name", "later")).isNotNegative();
					assertThat(this.told).isNotEmpty();
				});
				// the listener is still being told
				handler.later(CompletableFuture.completedFuture("begins and ends"));
				assertThat(count("jobs.processed", "job.name", "later", "status", "started")).isEqualTo(2);
				assertThat(count("jobs.processed", "job.name", "later", "status", "cancelled")).isOne();
				assertThat(this.told).first()
					.satisfies((thread) -> assertThat(thread.getName()).isEqualTo("emp-metrics-abandoned"))
					.satisfies((thread) -> assertThat(thread.isDaemon()).isTrue())
					.satisfies(
							(thread) -> assertThat(thread.getContextClassLoader()).isSameAs(context.getClassLoader()));
				this.release.countDown();
				Awaitility.await().untilAsserted(() -> assertThat(gauge("jobs.active", "job.name", "later")).isZero());
			});
		Awaitility.await().until(() -> !this.told.get(0).isAlive());
		assertThat(this.told.get(0).isAlive()).isFalse();
	}

	@Test
	void keepNoThreadWhileTheyArePromised() {
		runner().withBean(Handler.class, Handler::new).run((context) -> {
			CompletableFuture<String> open = new CompletableFuture<>();
			Thread starter = new Thread(() -> context.getBean(Handler.class).later(open));
			starter.start();
			starter.join();
			WeakReference<Thread> kept = new WeakReference<>(starter);
			starter = null;
			Awaitility.await().untilAsserted(() -> {
				System.gc();
				assertThat(kept.get()).isNull();
			});
			assertThat(gauge("jobs.active", "job.name", "later")).isOne();
			open.complete("done");
			assertThat(gauge("jobs.active", "job.name", "later")).isZero();
		});
	}

	@Test
	void haveOneThreadForEachContext() {
		List<FinishedJob> first = new CopyOnWriteArrayList<>();
		List<FinishedJob> second = new ArrayList<>();
		runner().withBean(Handler.class, Handler::new).withBean(JobListener.class, () -> first::add).run((context) -> {
			runner().withBean(Handler.class, Handler::new)
				.withBean(JobListener.class, () -> second::add)
				.run((other) -> other.getBean(Handler.class).later(new CompletableFuture<>()));
			context.getBean(Handler.class).later(new CompletableFuture<>());
			Awaitility.await().untilAsserted(() -> {
				System.gc();
				assertThat(first).extracting(FinishedJob::status).containsExactly(JobStatus.CANCELLED);
			});
			assertThat(second).extracting(FinishedJob::status).containsExactly(JobStatus.CANCELLED);
		});
	}

	/**
	 * Do something on a thread that finds no class of the application.
	 * @param call what to do
	 */
	private static void withoutClasses(Runnable call) {
		ClassLoader before = Thread.currentThread().getContextClassLoader();
		Thread.currentThread().setContextClassLoader(ClassLoader.getPlatformClassLoader());
		try {
			call.run();
		}
		finally {
			Thread.currentThread().setContextClassLoader(before);
		}
	}

	private void listen() {
		this.told.add(Thread.currentThread());
		if (Thread.currentThread().getName().startsWith("emp-metrics")) {
			try {
				this.release.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/**
	 * A handler that returns what it is given.
	 */
	static class Handler {

		@MeteredJob("later")
		CompletableFuture<String> later(CompletableFuture<String> future) {
			return future;
		}

	}

}
