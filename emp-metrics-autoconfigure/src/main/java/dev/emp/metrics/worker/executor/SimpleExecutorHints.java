package dev.emp.metrics.worker.executor;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/**
 * Keeps in a native image the field that {@link SimpleExecutors} reads.
 */
final class SimpleExecutorHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.reflection().registerType(SimpleAsyncTaskExecutor.class, (type) -> type.withField(SimpleExecutors.FIELD));
	}

}
