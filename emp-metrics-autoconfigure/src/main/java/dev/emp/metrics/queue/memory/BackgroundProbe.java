package dev.emp.metrics.queue.memory;

import dev.emp.metrics.queue.QueueProbe;
import dev.emp.metrics.queue.QueueReading;

/**
 * Reads a queue of a kind that we do not know in the background: to ask it may take time,
 * and be answered by another process.
 *
 * @param probe reads it
 */
record BackgroundProbe(QueueProbe probe) implements QueueProbe {

	@Override
	public String queue() {
		return this.probe.queue();
	}

	@Override
	public String backend() {
		return this.probe.backend();
	}

	@Override
	public QueueReading read() throws Exception {
		return this.probe.read();
	}

}
