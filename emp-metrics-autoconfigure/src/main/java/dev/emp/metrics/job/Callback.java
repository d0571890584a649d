package dev.emp.metrics.job;

import java.util.List;

import dev.emp.metrics.support.Guarded;

/**
 * A bean of the application that the library calls, and what catches its failures.
 *
 * @param <C> the type of the bean
 * @param code the bean
 * @param guard its guard
 */
record Callback<C>(C code, Guarded guard) {

	/**
	 * Guard each bean of a type.
	 * @param <C> the type
	 * @param metrics counts the failures
	 * @param type the type, which names the beans in warnings
	 * @param beans the beans in their order
	 * @param consequence what a failure costs, as a sentence
	 * @return as many callbacks
	 */
	static <C> List<Callback<C>> all(JobMetrics metrics, Class<C> type, List<C> beans, String consequence) {
		return beans.stream()
			.map((bean) -> new Callback<>(bean,
					metrics.guard(type.getSimpleName() + " " + Guarded.name(bean.getClass()), consequence)))
			.toList();
	}

}
