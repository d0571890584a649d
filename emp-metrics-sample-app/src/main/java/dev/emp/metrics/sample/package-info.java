/**
 * A worker process that does real work on real input, and is metered: start it and look.
 */
@NullMarked
package dev.emp.metrics.sample;

import org.jspecify.annotations.NullMarked;
