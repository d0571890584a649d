package dev.emp.metrics.queue.memory;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

import dev.emp.metrics.queue.QueueProbe;
import dev.emp.metrics.support.BeanSources;
import dev.emp.metrics.support.DirectCalls;
import dev.emp.metrics.support.MeteredExecutorService;
import dev.emp.metrics.support.ThreadPools;

/**
 * Finds the beans that are a queue in memory, or an executor that has one, and has them
 * measured under their names.
 */
final class MemoryQueueSources extends BeanSources {

	private static final String MEMORY = "memory";

	private final Supplier<MemoryQueues> queues;

	MemoryQueueSources(Environment environment, Supplier<MemoryQueues> queues) {
		super(environment, "emp.metrics.queue.exclude");
		this.queues = queues;
	}

	@Override
	protected boolean isCandidate(Object bean) {
		return bean instanceof BlockingQueue || bean instanceof ThreadPoolTaskExecutor
				|| bean instanceof ThreadPoolTaskScheduler || bean instanceof MeteredExecutorService;
	}

	@Override
	protected void measure(String name, Object bean) {
		QueueProbe probe = probe(name, bean);
		if (probe != null) {
			this.queues.get().measure(probe);
		}
	}

	private @Nullable QueueProbe probe(String name, Object bean) {
		if (bean instanceof BlockingQueue<?> queue) {
			return queueProbe(name, queue);
		}
		ThreadPoolExecutor pool = ThreadPools.find(bean);
		if (pool != null) {
			return poolProbe(name, pool, bean);
		}
		return (bean instanceof MeteredExecutorService executor)
				? new TaskQueueProbe(name, executor, ThreadPools.areReadDirectly(executor)) : null;
	}

	private @Nullable QueueProbe queueProbe(String name, BlockingQueue<?> queue) {
		if (queue instanceof DelayQueue) {
			return new DelayQueueProbe(name, MEMORY, () -> queue, isDirect(queue));
		}
		return (queue instanceof SynchronousQueue) ? null
				: this.queues.get().probe(name, backend(queue), () -> queue, isDirect(queue));
	}

	/**
	 * What extends a queue of the JDK holds its elements in memory. Of any other kind of
	 * queue nobody knows where they are.
	 * @param queue the queue
	 * @return the tag
	 */
	// a package has no equals of its own
	@SuppressWarnings("ReferenceEquality")
	private static String backend(BlockingQueue<?> queue) {
		for (Class<?> type = queue.getClass(); type != null; type = type.getSuperclass()) {
			if (type.getPackage() == BlockingQueue.class.getPackage()) {
				return MEMORY;
			}
		}
		return "unknown";
	}

	private static boolean isDirect(BlockingQueue<?> queue) {
		return DirectCalls.areSafe(queue, "size", "peek", "remainingCapacity");
	}

	private @Nullable QueueProbe poolProbe(String name, ThreadPoolExecutor pool, Object bean) {
		Supplier<@Nullable BlockingQueue<?>> queue = () -> {
			ThreadPoolExecutor present = ThreadPools.find(bean);
			return (present != null) ? present.getQueue() : null;
		};
		boolean direct = ThreadPools.areReadDirectly(bean, pool) && isDirect(pool.getQueue());
		if (pool instanceof ScheduledThreadPoolExecutor) {
			return new DelayQueueProbe(name, "executor", queue, direct);
		}
		// it holds nothing: a task that finds no thread is refused
		return (pool.getQueue() instanceof SynchronousQueue) ? null
				: this.queues.get().probe(name, "executor", queue, direct);
	}

}
