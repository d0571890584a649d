/**
 * Measures queues: how many jobs wait, for how long, who takes them, how full it is.
 */
@NullMarked
package dev.emp.metrics.queue;

import org.jspecify.annotations.NullMarked;
