/**
 * Takes jobs over HTTP, on Tomcat and on Netty alike.
 */
@NullMarked
package dev.emp.metrics.sample.http;

import org.jspecify.annotations.NullMarked;
