/**
 * Reads queues in the memory of the process: beans that are a
 * {@link java.util.concurrent.BlockingQueue}, and the tasks that wait for an executor.
 */
@NullMarked
package dev.emp.metrics.queue.memory;

import org.jspecify.annotations.NullMarked;
