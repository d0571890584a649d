/**
 * The examples of the README, which is compared with them.
 */
@NullMarked
package dev.emp.metrics.starter.readme;

import org.jspecify.annotations.NullMarked;
