package dev.emp.metrics.support;

import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for how {@link MeteredExecutorService} closes, and for virtual threads.
 */
@Timeout(30)
class MeteredExecutorServiceCloseTests {

	@Test
	void isClosedBySpringAsTheExecutorItself() {
		// a method close() of its own would be called instead, and wait for a day
		assertThat(MeteredExecutorService.of(Executors.newFixedThreadPool(1)).getClass().getDeclaredMethods())
			.extracting(Method::getName)
			.doesNotContain("close");
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void closingTheCommonPoolDoesNotWait() throws Exception {
		((AutoCloseable) MeteredExecutorService.of(ForkJoinPool.commonPool())).close();
		assertThat(ForkJoinPool.commonPool().isShutdown()).isFalse();
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void countsVirtualThreads() throws Exception {
		ExecutorService virtual = (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor")
			.invoke(null);
		CountDownLatch release = new CountDownLatch(1);
		MeteredExecutorService metered = MeteredExecutorService.of(virtual);
		List<Future<Integer>> futures = IntStream.range(0, 1000).mapToObj((i) -> metered.submit(() -> {
			release.await();
			return i;
		})).toList();
		Awaitility.await().untilAsserted(() -> assertThat(metered.running()).isEqualTo(1000));
		assertThat(metered.queued()).isZero();
		release.countDown();
		((AutoCloseable) metered).close();
		assertThat(futures).allMatch(Future::isDone);
		assertThat(metered.isTerminated()).isTrue();
		assertThat(metered.running()).isZero();
	}

}
