/**
 * Measures how full the file systems of the paths are that a worker uses.
 */
@NullMarked
package dev.emp.metrics.disk;

import org.jspecify.annotations.NullMarked;
