package dev.emp.metrics.queue.memory;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.util.ReflectionUtils;

import dev.emp.metrics.queue.EnqueuedExtractor;
import dev.emp.metrics.queue.QueueAutoConfiguration;
import dev.emp.metrics.support.Enqueued;
import dev.emp.metrics.support.SupportAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that no code of the application, or of a client of a remote queue, runs where
 * metrics are read.
 */
class ForeignQueueTests {

	private static final String HERE = "the thread of the test";

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	/** The threads on which code of the application ran. */
	private final Set<String> callers = ConcurrentHashMap.newKeySet();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SupportAutoConfiguration.class, QueueAutoConfiguration.class,
				MemoryQueueAutoConfiguration.class))
		.withBean(MeterRegistry.class, () -> this.registry);

	@Test
	void aQueueOfAnotherProcessIsReadInTheBackground() {
		this.runner.withBean("remote", BlockingQueue.class, () -> remote(1200)).run((context) -> {
			Awaitility.await().untilAsserted(() -> assertThat(sizes("remote")).containsExactly("unknown ready 2.0"));
			long before = System.nanoTime();
			assertThat(values()).isNotEmpty();
			assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before)).isLessThan(1000);
			assertThat(this.callers).containsOnly("emp-metrics-reader");
			assertThat(this.registry.find("emp.metrics.source.up").tag("source", "queue:unknown:remote").gauge())
				.isNotNull();
		});
	}

	@Test
	void aQueueOfAnotherProcessThatHangsCostsNoScrape() {
		CountDownLatch release = new CountDownLatch(1);
		BlockingQueue<Object> hanging = new LinkedBlockingQueue<>() {

			@Override
			public int size() {
				ForeignQueueTests.this.called();
				await(release);
				return super.size();
			}

		};
		this.runner.withBean("hanging", BlockingQueue.class, () -> hanging)
			.withBean("fine", BlockingQueue.class, () -> new ArrayBlockingQueue<>(2))
			.run((context) -> {
				Awaitility.await().until(() -> !this.callers.isEmpty());
				Awaitility.await().untilAsserted(() -> assertThat(sizes("fine")).containsExactly("memory ready 0.0"));
				assertThat(sizes("hanging")).isEmpty();
				assertThat(this.callers).containsOnly("emp-metrics-reader");
				release.countDown();
				Awaitility.await()
					.untilAsserted(() -> assertThat(sizes("hanging")).containsExactly("memory ready 0.0"));
			});
	}

	@Test
	void aSubclassThatReadsAsTheJdkDoesIsReadDirectly() {
		BlockingQueue<Object> counting = new LinkedBlockingQueue<>() {

			@Override
			public boolean offer(Object element) {
				ForeignQueueTests.this.called();
				return super.offer(element);
			}

		};
		this.runner.withBean("counting", BlockingQueue.class, () -> counting).run((context) -> {
			Awaitility.await().untilAsserted(() -> assertThat(sizes("counting")).containsExactly("memory ready 0.0"));
			assertThat(counting.offer("x")).isTrue();
			assertThat(sizes("counting")).containsExactly("memory ready 1.0");
		});
	}

	@Test
	void aQueueThatAnExecutorWasGivenIsReadInTheBackground() {
		ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor() {

			@Override
			@SuppressWarnings("unchecked")
			protected BlockingQueue<Runnable> createQueue(int capacity) {
				return (BlockingQueue<Runnable>) (BlockingQueue<?>) remote(0);
			}

		};
		this.runner.withBean("pool", ThreadPoolTaskExecutor.class, () -> executor).run((context) -> {
			Awaitility.await().untilAsserted(() -> assertThat(sizes("pool")).containsExactly("executor ready 2.0"));
			this.callers.clear();
			assertThat(values()).isNotEmpty();
			assertThat(this.callers).doesNotContain(HERE);
		});
	}

	@Test
	void elementsAreAskedInTheBackground() {
		BlockingQueue<Object> queue = new LinkedBlockingQueue<>();
		queue.add(minuteOld());
		this.runner.withBean("jobs", BlockingQueue.class, () -> queue).run((context) -> {
			Awaitility.await().untilAsserted(() -> assertThat(age("jobs")).isBetween(59.0, 120.0));
			assertThat(this.callers).containsOnly("emp-metrics-reader");
			queue.remove();
			assertThat(age("jobs")).isZero();
			queue.add(minuteOld());
			assertThat(age("jobs")).as("of the element that was asked last").isBetween(59.0, 120.0);
			assertThat(this.callers).containsOnly("emp-metrics-reader");
		});
	}

	@Test
	void extractorsAreAskedInTheBackground() {
		BlockingQueue<Object> queue = new LinkedBlockingQueue<>(List.of("a", "b"));
		this.runner.withBean("jobs", BlockingQueue.class, () -> queue)
			.withBean(EnqueuedExtractor.class, () -> (name, element) -> {
				called();
				return Instant.now().minusSeconds(60);
			})
			.run((context) -> {
				Awaitility.await().untilAsserted(() -> assertThat(age("jobs")).isBetween(59.0, 120.0));
				queue.remove();
				assertThat(values()).isNotEmpty();
				assertThat(this.callers).containsOnly("emp-metrics-reader");
			});
	}

	@Test
	void delaysAreAskedInTheBackground() {
		DelayQueue<Delayed> queue = new DelayQueue<>();
		queue.add(new Late());
		this.runner.withBean("delays", BlockingQueue.class, () -> queue).run((context) -> {
			Awaitility.await().untilAsserted(() -> assertThat(age("delays")).isEqualTo(7));
			this.callers.clear();
			assertThat(values()).contains(7.0, 1.0);
			assertThat(this.callers).doesNotContain(HERE);
		});
	}

	@SuppressWarnings("unchecked")
	private BlockingQueue<Object> remote(long millis) {
		BlockingQueue<Object> elements = new LinkedBlockingQueue<>(List.of("a", "b"));
		InvocationHandler handler = (proxy, method, arguments) -> {
			if (Set.of("size", "peek", "remainingCapacity").contains(method.getName())) {
				called();
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
			}
			return ReflectionUtils.invokeMethod(method, elements, arguments);
		};
		return (BlockingQueue<Object>) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { BlockingQueue.class }, handler);
	}

	private Enqueued minuteOld() {
		return () -> {
			called();
			return Instant.now().minusSeconds(60);
		};
	}

	private void called() {
		Thread thread = Thread.currentThread();
		this.callers.add(thread.getName().startsWith("emp-metrics") ? thread.getName() : HERE);
	}

	private List<String> sizes(String queue) {
		return this.registry.find("queue.size")
			.tag("queue", queue)
			.gauges()
			.stream()
			.map((gauge) -> gauge.getId().getTag("backend") + " " + gauge.getId().getTag("state") + " " + gauge.value())
			.toList();
	}

	private double age(String queue) {
		Gauge gauge = this.registry.find("queue.oldest.age").tag("queue", queue).gauge();
		return (gauge != null) ? gauge.value() : Double.NaN;
	}

	/**
	 * What a scrape reads.
	 * @return the values of all gauges
	 */
	private List<Double> values() {
		return this.registry.getMeters()
			.stream()
			.filter(Gauge.class::isInstance)
			.map((meter) -> ((Gauge) meter).value())
			.toList();
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * What has been due for seven seconds.
	 */
	private final class Late implements Delayed {

		@Override
		public long getDelay(TimeUnit unit) {
			called();
			return unit.convert(-7, TimeUnit.SECONDS);
		}

		@Override
		public int compareTo(@Nullable Delayed other) {
			return 0;
		}

	}

}
