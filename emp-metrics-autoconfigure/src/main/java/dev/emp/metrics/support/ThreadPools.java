package dev.emp.metrics.support;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;

import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * The thread pools of the JDK behind the beans that are measured.
 */
public final class ThreadPools {

	private ThreadPools() {
	}

	/**
	 * The pool that a bean has now. It may have another one later: a
	 * {@link ThreadPoolTaskExecutor} can be initialized again.
	 * @param bean any bean
	 * @return the pool, or null if the bean is not measured, has no pool of that kind, or
	 * is not initialized
	 */
	public static @Nullable ThreadPoolExecutor find(Object bean) {
		try {
			if (bean instanceof ThreadPoolTaskExecutor executor) {
				return executor.getThreadPoolExecutor();
			}
			if (bean instanceof ThreadPoolTaskScheduler scheduler) {
				ScheduledExecutorService executor = scheduler.getScheduledExecutor();
				return (executor instanceof ThreadPoolExecutor pool) ? pool : null;
			}
		}
		catch (IllegalStateException ex) {
			// neither says otherwise that it is not initialized
			return null;
		}
		return (bean instanceof MeteredExecutorService executor && executor.unwrap() instanceof ThreadPoolExecutor pool)
				? pool : null;
	}

	/**
	 * Whether the pool of a bean says what it does by methods of the JDK and of Spring
	 * alone, which a scrape can wait for.
	 * @param bean a bean that has a pool
	 * @param pool its pool
	 * @return whether it does
	 */
	public static boolean areReadDirectly(Object bean, ThreadPoolExecutor pool) {
		boolean found = bean instanceof MeteredExecutorService || DirectCalls.areSafe(bean,
				(bean instanceof ThreadPoolTaskScheduler) ? "getScheduledExecutor" : "getThreadPoolExecutor");
		return found && DirectCalls.areSafe(pool, "getQueue", "getActiveCount", "isShutdown", "getCorePoolSize",
				"getMaximumPoolSize") && DirectCalls.areSafe(pool.getQueue(), "remainingCapacity");
	}

	/**
	 * Whether what waits and runs is known without code of the application, which a
	 * scrape can wait for.
	 * @param metered an executor that has no pool to be looked at
	 * @return whether it is
	 */
	public static boolean areReadDirectly(MeteredExecutorService metered) {
		ExecutorService executor = metered.unwrap();
		return DirectCalls.areSafe(executor, "isShutdown", "isTerminated")
				&& (!(executor instanceof ForkJoinPool) || DirectCalls.areSafe(executor, "getQueuedTaskCount",
						"getQueuedSubmissionCount", "getActiveThreadCount", "getParallelism"));
	}

}
