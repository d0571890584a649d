/**
 * Tests of the kits for probes, from another package as an application uses them.
 */
@NullMarked
package dev.emp.metrics.test.kits;

import org.jspecify.annotations.NullMarked;
