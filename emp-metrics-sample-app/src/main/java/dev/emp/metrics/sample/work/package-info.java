/**
 * What the workers do: thumbnails of images, hashes of files, indexes of texts.
 */
@NullMarked
package dev.emp.metrics.sample.work;

import org.jspecify.annotations.NullMarked;
