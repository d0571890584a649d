package dev.emp.metrics.support;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * What a feature that is on has found, for the line at the start.
 *
 * @param feature the name of the feature, as in its properties
 * @param note what it has found, or null where there is nothing to say but that it is on;
 * asked for without waiting for anything
 */
public record FeatureNote(String feature, Supplier<@Nullable String> note) {
}
