package dev.emp.metrics.support;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * An executor of the JDK that is measured: a bean of this type is a pool of workers, and
 * a queue where tasks wait, of the name of the bean. Behaves as the executor that it is
 * made of.
 *
 * <p>
 * A plain {@link ThreadPoolExecutor} says itself what waits and runs; its tasks get a
 * wrapper that notes when they came, which only its
 * {@link java.util.concurrent.RejectedExecutionHandler} can see. Nothing is wrapped for a
 * {@link ForkJoinPool}, a subclass of {@code ThreadPoolExecutor}, whose hooks may rely on
 * the class of a task, or a pool with a queue that may order its tasks by themselves. Of
 * any other executor, such as one of virtual threads, the tasks are counted.
 */
public sealed class MeteredExecutorService implements ExecutorService {

	private final ExecutorService executor;

	/** Takes the tasks: the executor itself, or what wraps each task for it. */
	private final ExecutorService entry;

	private MeteredExecutorService(ExecutorService executor) {
		this.executor = executor;
		this.entry = entry(executor);
	}

	/**
	 * Measure an executor. Only what is given to the returned executor is counted.
	 * @param executor the executor
	 * @return an executor that behaves as the given one
	 */
	public static MeteredExecutorService of(ExecutorService executor) {
		if (executor instanceof MeteredExecutorService metered) {
			return metered;
		}
		return closesItself(executor) ? new Closing(executor) : new MeteredExecutorService(executor);
	}

	/**
	 * The executor that is measured.
	 * @return the executor as it was given
	 */
	public final ExecutorService unwrap() {
		return this.executor;
	}

	/**
	 * How many tasks were given and have not begun.
	 * @return the number of tasks, with cancelled ones that the executor still holds
	 */
	public final long queued() {
		if (this.executor instanceof ThreadPoolExecutor pool) {
			return pool.getQueue().size();
		}
		if (this.executor instanceof ForkJoinPool pool) {
			return pool.getQueuedTaskCount() + pool.getQueuedSubmissionCount();
		}
		return ((CountingExecutor) this.entry).queued();
	}

	/**
	 * How many tasks have begun and not ended.
	 * @return the number of tasks
	 */
	public final long running() {
		if (this.executor instanceof ThreadPoolExecutor pool) {
			return pool.getActiveCount();
		}
		if (this.executor instanceof ForkJoinPool pool) {
			return pool.getActiveThreadCount();
		}
		return ((CountingExecutor) this.entry).running();
	}

	@Override
	public void execute(Runnable task) {
		this.entry.execute(task);
	}

	@Override
	public <T> Future<T> submit(Callable<T> task) {
		return this.entry.submit(task);
	}

	@Override
	public <T> Future<T> submit(Runnable task, T result) {
		return this.entry.submit(task, result);
	}

	@Override
	public Future<?> submit(Runnable task) {
		return this.entry.submit(task);
	}

	@Override
	public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks) throws InterruptedException {
		return this.entry.invokeAll(tasks);
	}

	@Override
	public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
			throws InterruptedException {
		return this.entry.invokeAll(tasks, timeout, unit);
	}

	@Override
	public <T> T invokeAny(Collection<? extends Callable<T>> tasks) throws InterruptedException, ExecutionException {
		return this.entry.invokeAny(tasks);
	}

	@Override
	public <T> T invokeAny(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
			throws InterruptedException, ExecutionException, TimeoutException {
		return this.entry.invokeAny(tasks, timeout, unit);
	}

	@Override
	public void shutdown() {
		this.entry.shutdown();
	}

	@Override
	public List<Runnable> shutdownNow() {
		return this.entry.shutdownNow();
	}

	@Override
	public boolean isShutdown() {
		return this.entry.isShutdown();
	}

	@Override
	public boolean isTerminated() {
		return this.entry.isTerminated();
	}

	@Override
	public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
		return this.entry.awaitTermination(timeout, unit);
	}

	@Override
	public String toString() {
		return this.executor.toString();
	}

	private static ExecutorService entry(ExecutorService executor) {
		if (executor instanceof ForkJoinPool) {
			return executor;
		}
		if (executor instanceof ThreadPoolExecutor pool) {
			return canWrap(pool) ? new TimingExecutor(pool) : pool;
		}
		return new CountingExecutor(executor);
	}

	private static boolean canWrap(ThreadPoolExecutor pool) {
		BlockingQueue<Runnable> queue = pool.getQueue();
		return pool.getClass() == ThreadPoolExecutor.class
				&& (queue instanceof LinkedBlockingQueue || queue instanceof ArrayBlockingQueue);
	}

	/**
	 * Whether an executor has a way of its own to close. Spring closes such a bean, and
	 * shuts down any other, since the usual way of Java 19 waits for a day.
	 * @param executor the executor
	 * @return whether it has
	 */
	private static boolean closesItself(ExecutorService executor) {
		try {
			return executor instanceof AutoCloseable
					&& executor.getClass().getMethod("close").getDeclaringClass() != ExecutorService.class;
		}
		catch (NoSuchMethodException ex) {
			return false;
		}
	}

	/**
	 * An executor that closes as the one that it is made of.
	 */
	private static final class Closing extends MeteredExecutorService implements AutoCloseable {

		Closing(ExecutorService executor) {
			super(executor);
		}

		@Override
		public void close() {
			try {
				((AutoCloseable) unwrap()).close();
			}
			catch (RuntimeException ex) {
				throw ex;
			}
			catch (Exception ex) {
				throw new IllegalStateException("The executor cannot be closed: " + unwrap(), ex);
			}
		}

	}

}
