/**
 * Measures containers: the one that this process runs in by its cgroup, and, where that
 * is asked for, the others of the machine by the Docker Engine API or by their cgroups.
 */
@NullMarked
package dev.emp.metrics.container;

import org.jspecify.annotations.NullMarked;
