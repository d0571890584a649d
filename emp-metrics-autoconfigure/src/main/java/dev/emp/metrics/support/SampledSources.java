package dev.emp.metrics.support;

import java.util.List;

/**
 * The sources that one feature contributes, as a bean. They are read from the end of the
 * start until the context is closed.
 *
 * @param all the sources
 */
public record SampledSources(List<? extends SampledSource<?>> all) {

	public SampledSources {
		all = List.copyOf(all);
	}

}
