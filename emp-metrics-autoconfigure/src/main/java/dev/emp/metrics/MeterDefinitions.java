package dev.emp.metrics;

import java.util.List;

/**
 * The meters that one feature contributes, as a bean.
 *
 * @param all the definitions, in the order of the documentation
 */
public record MeterDefinitions(List<? extends MeterDefinition> all) {

	public MeterDefinitions {
		all = List.copyOf(all);
	}

}
