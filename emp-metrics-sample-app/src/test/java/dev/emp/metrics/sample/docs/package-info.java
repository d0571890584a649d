/**
 * Tests that each block of the pages is right as it stands there: code starts where a
 * component scan finds it, settings are known, addresses answer.
 */
@NullMarked
package dev.emp.metrics.sample.docs;

import org.jspecify.annotations.NullMarked;
