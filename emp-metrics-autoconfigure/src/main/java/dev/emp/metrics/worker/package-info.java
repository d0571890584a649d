/**
 * Measures pools of workers: how many jobs they run at once and how many more they could.
 */
@NullMarked
package dev.emp.metrics.worker;

import org.jspecify.annotations.NullMarked;
