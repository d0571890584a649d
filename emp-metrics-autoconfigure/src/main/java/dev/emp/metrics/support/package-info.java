/**
 * What every feature stands on: bounded tags, guarded callbacks, meters by definition.
 * Knows no feature.
 */
@NullMarked
package dev.emp.metrics.support;

import org.jspecify.annotations.NullMarked;
