/**
 * The ground of every feature: switches, identity and meter definitions.
 */
@NullMarked
package dev.emp.metrics;

import org.jspecify.annotations.NullMarked;
