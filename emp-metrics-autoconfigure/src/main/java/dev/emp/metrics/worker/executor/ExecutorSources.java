package dev.emp.metrics.worker.executor;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

import dev.emp.metrics.support.BeanSources;
import dev.emp.metrics.support.DirectCalls;
import dev.emp.metrics.support.MeteredExecutorService;
import dev.emp.metrics.support.ThreadPools;
import dev.emp.metrics.worker.WorkerProbes;
import dev.emp.metrics.worker.WorkerReading;

/**
 * Finds the beans that are an executor, and has them measured under their names.
 */
final class ExecutorSources extends BeanSources {

	private final Supplier<WorkerProbes> probes;

	ExecutorSources(Environment environment, Supplier<WorkerProbes> probes) {
		super(environment, "emp.metrics.worker.exclude");
		this.probes = probes;
	}

	@Override
	protected boolean isCandidate(Object bean) {
		return bean instanceof ThreadPoolTaskExecutor || bean instanceof ThreadPoolTaskScheduler
				|| bean instanceof SimpleAsyncTaskExecutor || bean instanceof MeteredExecutorService;
	}

	@Override
	protected void prepare(Object bean) {
		// a task that runs before cannot be counted
		if (bean instanceof SimpleAsyncTaskExecutor executor) {
			SimpleExecutors.count(executor);
		}
	}

	@Override
	protected void measure(String name, Object bean) {
		Supplier<WorkerReading> reading = reading(bean);
		if (reading != null) {
			this.probes.get().add(new ExecutorProbe(name, reading, isDirect(bean)));
		}
	}

	private static @Nullable Supplier<WorkerReading> reading(Object bean) {
		if (bean instanceof SimpleAsyncTaskExecutor executor) {
			RunningTasks tasks = SimpleExecutors.tasks(executor);
			return (tasks != null) ? () -> read(executor, tasks) : null;
		}
		if (ThreadPools.find(bean) != null) {
			return () -> read(bean);
		}
		return (bean instanceof MeteredExecutorService executor) ? () -> read(executor) : null;
	}

	private static boolean isDirect(Object bean) {
		if (bean instanceof SimpleAsyncTaskExecutor) {
			return DirectCalls.areSafe(bean, "getConcurrencyLimit", "isActive");
		}
		ThreadPoolExecutor pool = ThreadPools.find(bean);
		return (pool != null) ? ThreadPools.areReadDirectly(bean, pool)
				: bean instanceof MeteredExecutorService executor && ThreadPools.areReadDirectly(executor);
	}

	private static WorkerReading read(Object bean) {
		ThreadPoolExecutor pool = ThreadPools.find(bean);
		return (pool != null) ? PoolReader.read(pool) : new WorkerReading(0, 0L);
	}

	private static WorkerReading read(SimpleAsyncTaskExecutor executor, RunningTasks tasks) {
		long busy = tasks.count();
		int limit = executor.getConcurrencyLimit();
		Long slots = executor.isActive() ? limit(limit) : Long.valueOf(busy);
		return new WorkerReading(busy, slots);
	}

	private static @Nullable Long limit(int limit) {
		return (limit >= 0) ? Long.valueOf(limit) : null;
	}

	private static WorkerReading read(MeteredExecutorService executor) {
		long busy = executor.running();
		if (executor.isShutdown()) {
			return new WorkerReading(busy, busy);
		}
		return new WorkerReading(busy,
				(executor.unwrap() instanceof ForkJoinPool pool) ? Long.valueOf(pool.getParallelism()) : null);
	}

}
