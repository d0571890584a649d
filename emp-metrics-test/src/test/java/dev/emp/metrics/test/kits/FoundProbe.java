package dev.emp.metrics.test.kits;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import dev.emp.metrics.queue.QueueProbe;
import dev.emp.metrics.queue.QueueProbes;
import dev.emp.metrics.queue.memory.MemoryQueueAutoConfiguration;
import dev.emp.metrics.support.SupportAutoConfiguration;
import dev.emp.metrics.worker.WorkerProbe;
import dev.emp.metrics.worker.WorkerProbes;
import dev.emp.metrics.worker.executor.ExecutorWorkerAutoConfiguration;

/**
 * The probes that the library makes for one bean, as an application gets them.
 */
final class FoundProbe implements AutoCloseable {

	private final AtomicReference<QueueProbe> queue = new AtomicReference<>();

	private final AtomicReference<WorkerProbe> workers = new AtomicReference<>();

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	<T> FoundProbe(Class<T> type, Supplier<T> bean) {
		this.context.registerBean(MeterRegistry.class, () -> new SimpleMeterRegistry());
		this.context.registerBean(QueueProbes.class, () -> this.queue::set);
		this.context.registerBean(WorkerProbes.class, () -> this.workers::set);
		this.context.registerBean("bean", type, bean);
		this.context.register(SupportAutoConfiguration.class, MemoryQueueAutoConfiguration.class,
				ExecutorWorkerAutoConfiguration.class);
		this.context.refresh();
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean("bean", type);
	}

	QueueProbe queue() {
		return this.queue.get();
	}

	WorkerProbe workers() {
		return this.workers.get();
	}

	@Override
	public void close() {
		this.context.close();
	}

}
