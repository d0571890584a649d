/**
 * Gives the workers something to do, so that there is something to see.
 */
@NullMarked
package dev.emp.metrics.sample.load;

import org.jspecify.annotations.NullMarked;
