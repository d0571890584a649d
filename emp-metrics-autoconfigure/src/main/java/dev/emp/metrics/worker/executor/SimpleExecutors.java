package dev.emp.metrics.worker.executor;

import java.lang.reflect.Field;
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskDecorator;
import org.springframework.util.ReflectionUtils;

/**
 * Counts what runs in a {@link SimpleAsyncTaskExecutor}, through a decorator of its
 * tasks. The decorator that it has already can be replaced but not asked for, so it is
 * read from its field. Where that cannot be, the executor is left as it is.
 */
final class SimpleExecutors {

	/** The field of the decorator. */
	static final String FIELD = "taskDecorator";

	private static final Log logger = LogFactory.getLog(SimpleExecutors.class);

	private static final AtomicBoolean said = new AtomicBoolean();

	private SimpleExecutors() {
	}

	static void count(SimpleAsyncTaskExecutor executor) {
		try {
			TaskDecorator present = decorator(executor);
			if (!(present instanceof RunningTasks)) {
				executor.setTaskDecorator(new RunningTasks(present));
			}
		}
		catch (RuntimeException ex) {
			warn(executor, ex, said);
		}
	}

	static void warn(SimpleAsyncTaskExecutor executor, RuntimeException ex, AtomicBoolean said) {
		if (said.compareAndSet(false, true)) {
			logger.warn("What runs in executors such as " + executor.getClass().getName() + " is not counted, since "
					+ "their decorator cannot be read: " + ex.getMessage() + ". Use a version of emp-metrics that "
					+ "supports this version of Spring, or leave them out by emp.metrics.worker.exclude.");
		}
	}

	static @Nullable RunningTasks tasks(SimpleAsyncTaskExecutor executor) {
		try {
			return (decorator(executor) instanceof RunningTasks tasks) ? tasks : null;
		}
		catch (RuntimeException ex) {
			return null;
		}
	}

	private static @Nullable TaskDecorator decorator(SimpleAsyncTaskExecutor executor) {
		Field field = ReflectionUtils.findField(SimpleAsyncTaskExecutor.class, FIELD, TaskDecorator.class);
		if (field == null) {
			throw new IllegalStateException("it has no field " + FIELD);
		}
		ReflectionUtils.makeAccessible(field);
		return (TaskDecorator) ReflectionUtils.getField(field, executor);
	}

}
