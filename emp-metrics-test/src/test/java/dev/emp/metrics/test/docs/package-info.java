/**
 * The examples of the page on jobs, which is compared with them.
 */
@NullMarked
package dev.emp.metrics.test.docs;

import org.jspecify.annotations.NullMarked;
