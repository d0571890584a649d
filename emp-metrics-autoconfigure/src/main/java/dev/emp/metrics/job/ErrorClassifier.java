package dev.emp.metrics.job;

import org.jspecify.annotations.Nullable;

/**
 * Says to which class the error of a job belongs. Beans are asked in their order; the
 * library's own rules, by type through the cause chain and then by message, come last.
 */
@FunctionalInterface
public interface ErrorClassifier {

	/**
	 * Classify an error.
	 * @param error what the handler threw, without the Completion-, Execution- or
	 * InvocationTargetException around it
	 * @return the class, or null to leave the decision to the next classifier
	 */
	@Nullable ErrorType classify(Throwable error);

}
