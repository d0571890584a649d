/**
 * The jobs, the bounded queue they wait in, and the workers that take them out of it.
 */
@NullMarked
package dev.emp.metrics.sample.queue;

import org.jspecify.annotations.NullMarked;
