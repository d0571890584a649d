/**
 * Reads the executors of the application: how many tasks they run, and could run.
 */
@NullMarked
package dev.emp.metrics.worker.executor;

import org.jspecify.annotations.NullMarked;
