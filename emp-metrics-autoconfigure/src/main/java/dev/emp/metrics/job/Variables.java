package dev.emp.metrics.job;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.KotlinDetector;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.expression.EvaluationContext;

/**
 * The variables that the expressions on one method can name: the parameters, also as
 * {@code #a0} and {@code #p0}, {@code #args} and {@code #result}.
 */
final class Variables {

	static final int ARGS = -1;

	static final int RESULT = -2;

	private static final int NONE = -3;

	private static final DefaultParameterNameDiscoverer discoverer = new DefaultParameterNameDiscoverer();

	private final EvaluationContext shared;

	private final String[] names;

	private final int parameterCount;

	Variables(EvaluationContext shared, Method method) {
		this.shared = shared;
		@Nullable String[] discovered = discoverer.getParameterNames(annotated(method));
		if (discovered == null) {
			discovered = discoverer.getParameterNames(method);
		}
		this.parameterCount = parameterCount(method);
		this.names = new String[this.parameterCount];
		for (int i = 0; i < this.parameterCount; i++) {
			String name = (discovered != null) ? discovered[i] : null;
			this.names[i] = (name != null) ? name : "a" + i;
		}
	}

	/**
	 * Where the value of a variable is.
	 * @param name the name without the number sign
	 * @return the index of an argument, {@link #ARGS}, {@link #RESULT} or another
	 * negative number if there is no such variable
	 */
	int index(String name) {
		for (int i = 0; i < this.names.length; i++) {
			if (this.names[i].equals(name)) {
				return i;
			}
		}
		return switch (name) {
			case "args" -> ARGS;
			case "result" -> RESULT;
			default -> byPosition(name);
		};
	}

	/**
	 * Whether a word is the name of a variable, and no mere position.
	 * @param name the name without the number sign
	 * @return whether it is that of a parameter, {@code args} or {@code result}
	 */
	boolean names(String name) {
		return knows(name) && byPosition(name) == NONE;
	}

	boolean knows(String name) {
		return index(name) != NONE;
	}

	/**
	 * What an expression may name, for an error message.
	 * @return the variables with their number signs
	 */
	String known() {
		List<String> known = new ArrayList<>();
		for (String name : this.names) {
			known.add("#" + name);
		}
		known.add("#args");
		known.add("#result");
		return String.join(", ", known);
	}

	EvaluationContext shared() {
		return this.shared;
	}

	/**
	 * The arguments that the parameters of the method take.
	 * @param arguments all arguments of a call
	 * @return those that the author of the method sees
	 */
	@Nullable Object[] visible(@Nullable Object[] arguments) {
		return (arguments.length > this.parameterCount) ? Arrays.copyOf(arguments, this.parameterCount) : arguments;
	}

	private static int parameterCount(Method method) {
		// the last parameter of a suspending function is the compiler's
		return method.getParameterCount() - (KotlinDetector.isSuspendingFunction(method) ? 1 : 0);
	}

	/**
	 * The method whose parameters the author of the annotation sees: that of an interface
	 * may name them otherwise, and a lambda names none.
	 * @param method the method that runs
	 * @return the method that has the annotation
	 */
	private static Method annotated(Method method) {
		return (MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY)
			.get(MeteredJob.class)
			.getSource() instanceof Method source) ? source : method;
	}

	private int byPosition(String name) {
		for (int i = 0; i < this.parameterCount; i++) {
			if (name.equals("a" + i) || name.equals("p" + i)) {
				return i;
			}
		}
		return NONE;
	}

}
