package dev.emp.metrics.job;

import java.util.concurrent.atomic.AtomicBoolean;

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

	/** How often to try: a value that is null, for one, says nothing of its type. */
	private static final int ATTEMPTS = 10;

	/** How often the interpreted form may know better before the compiled one goes. */
	private static final int MISSES = 10;

	private final SpelExpression interpreted;

	/** Seen by one thread until it is compiled: SpEL forgets types while it evaluates. */
	private final SpelExpression compiled;

	private final AtomicBoolean compiling = new AtomicBoolean();

	private volatile boolean isCompiled;

	/** Counts without a lock: a few more or less do no harm. */
	private int evaluations;

	private int attempts;

	private int misses;

	/**
	 * Create an expression from two parsed forms of the same text.
	 * @param compiled the one to compile
	 * @param interpreted the one to ask before that, and when the compiled form fails
	 */
	CompilingExpression(SpelExpression compiled, SpelExpression interpreted) {
		this.compiled = compiled;
		this.interpreted = interpreted;
	}

	@Override
	public @Nullable Object value(EvaluationContext context) {
		if (this.isCompiled) {
			return compiledValue(context);
		}
		if (this.attempts < ATTEMPTS && ++this.evaluations >= INTERPRETATIONS
				&& this.compiling.compareAndSet(false, true)) {
			return valueAndCompile(context);
		}
		return this.interpreted.getValue(context);
	}

	private @Nullable Object compiledValue(EvaluationContext context) {
		try {
			return this.compiled.getValue(context);
		}
		catch (SpelEvaluationException ex) {
			if (ex.getMessageCode() != SpelMessage.EXCEPTION_RUNNING_COMPILED_EXPRESSION) {
				throw ex;
			}
		}
		Object value = this.interpreted.getValue(context);
		if (++this.misses == MISSES) {
			this.isCompiled = false;
		}
		return value;
	}

	private @Nullable Object valueAndCompile(EvaluationContext context) {
		this.evaluations = 0;
		this.attempts++;
		try {
			Object value = this.compiled.getValue(context);
			this.isCompiled = compile();
			return value;
		}
		finally {
			// what was compiled and given up is not compiled again
			this.compiling.set(this.isCompiled);
		}
	}

	private boolean compile() {
		try {
			return this.compiled.compileExpression();
		}
		catch (RuntimeException | LinkageError ex) {
			// where no class can be defined, as in a native image
			return false;
		}
	}

}
