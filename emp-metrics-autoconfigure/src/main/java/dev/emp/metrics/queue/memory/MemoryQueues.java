package dev.emp.metrics.queue.memory;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.function.Supplier;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Tags;
import org.jspecify.annotations.Nullable;

import dev.emp.metrics.queue.EnqueuedExtractor;
import dev.emp.metrics.queue.QueueProbe;
import dev.emp.metrics.queue.QueueProbes;
import dev.emp.metrics.support.Guarded;
import dev.emp.metrics.support.Lazy;
import dev.emp.metrics.support.Meters;
import dev.emp.metrics.support.SupportMeters;

/**
 * What queues in memory are measured with.
 *
 * @param meters counts the failures of the application's code, and has the clock
 * @param extractors asked when an element came, in this order. Not made before: one that
 * cannot be made costs the age alone
 * @param probes takes what is to be measured
 */
record MemoryQueues(Meters meters, Lazy<List<EnqueuedExtractor>> extractors, QueueProbes probes) {

	void measure(QueueProbe probe) {
		this.probes.add(probe);
	}

	QueueProbe probe(String name, String backend, Supplier<? extends @Nullable BlockingQueue<?>> queue,
			boolean isInMemory) {
		Clock clock = this.meters.clock();
		return new BlockingQueueProbe(name, backend, queue, new QueueSize(clock),
				new OldestElement((element) -> enqueuedAt(name, element), guard(name), clock), isInMemory);
	}

	private @Nullable Instant enqueuedAt(String queue, Object element) {
		for (EnqueuedExtractor extractor : this.extractors.get()) {
			Instant at = extractor.enqueuedAt(queue, element);
			if (at != null) {
				return at;
			}
		}
		return null;
	}

	private Guarded guard(String queue) {
		String source = "queue " + queue + " age";
		return new Guarded("What tells the age of the queue '" + queue + "'", "The age is unknown.",
				() -> this.meters.counter(SupportMeters.SOURCE_ERRORS, Tags.of("source", source)).increment());
	}

}
