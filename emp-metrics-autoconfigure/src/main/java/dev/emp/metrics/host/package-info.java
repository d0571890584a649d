/**
 * Measures the machine: processors, memory, disks, network and what tasks wait for.
 */
@NullMarked
package dev.emp.metrics.host;

import org.jspecify.annotations.NullMarked;
