package dev.emp.metrics.job;

import org.jspecify.annotations.Nullable;
import org.springframework.expression.EvaluationContext;

/**
 * What an attribute with {@code #{...}} evaluates for each call.
 */
@FunctionalInterface
interface JobExpression {

	/**
	 * Evaluate.
	 * @param context the call
	 * @return the value, or null
	 * @throws RuntimeException if the expression fails
	 */
	@Nullable Object value(EvaluationContext context);

}
