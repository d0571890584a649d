package dev.emp.metrics.job;

import org.jspecify.annotations.Nullable;
import org.springframework.expression.EvaluationContext;
import org.springframework.expression.spel.SpelEvaluationException;
import org.springframework.expression.spel.SpelMessage;
import org.springframework.expression.spel.standard.SpelExpression;

/**
 * An expression that is compiled once its types are known, where SpEL can. SpEL's own
 * mixed mode compiles anew after each failure of the compiled form: an argument that is
 * null now and then, or of another type, would make a class each hundred calls for ever.
 */
final class CompilingExpression implements JobExpression {

	/** As many as SpEL's own modes wait for. */
	private static final int INTERPRETATIONS = 100;

	/** How often the interpreted form may know better before the compiled one goes. */
	private static final int MISSES = 10;

	private final SpelExpression expression;

	private final SpelExpression interpreted;

	private volatile boolean settled;

	/** Counts without a lock: a few more or less do no harm. */
	private int evaluations;

	private int misses;

	/**
	 * Create an expression from two parsed forms of the same text.
	 * @param expression the one to compile
	 * @param interpreted the one to ask when the compiled form fails
	 */
	CompilingExpression(SpelExpression expression, SpelExpression interpreted) {
		this.expression = expression;
		this.interpreted = interpreted;
	}

	@Override
	public @Nullable Object value(EvaluationContext context) {
		try {
			Object value = this.expression.getValue(context);
			if (!this.settled && ++this.evaluations >= INTERPRETATIONS) {
				this.settled = true;
				this.expression.compileExpression();
			}
			return value;
		}
		catch (SpelEvaluationException ex) {
			if (ex.getMessageCode() != SpelMessage.EXCEPTION_RUNNING_COMPILED_EXPRESSION) {
				throw ex;
			}
		}
		Object value = this.interpreted.getValue(context);
		if (++this.misses == MISSES) {
			this.expression.revertToInterpreted();
		}
		return value;
	}

}
