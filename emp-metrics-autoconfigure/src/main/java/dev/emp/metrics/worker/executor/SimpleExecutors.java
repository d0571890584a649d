package dev.emp.metrics.worker.executor;

import java.lang.reflect.Field;

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
			logger.info("What runs in " + executor.getClass().getName() + " is not counted: " + ex);
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
