package dev.emp.metrics.job;

import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.expression.BeanResolver;
import org.springframework.expression.ConstructorResolver;
import org.springframework.expression.EvaluationContext;
import org.springframework.expression.IndexAccessor;
import org.springframework.expression.MethodResolver;
import org.springframework.expression.OperatorOverloader;
import org.springframework.expression.PropertyAccessor;
import org.springframework.expression.TypeComparator;
import org.springframework.expression.TypeConverter;
import org.springframework.expression.TypeLocator;
import org.springframework.expression.TypedValue;

/**
 * One call as expressions see it. Small, since one is made per call: everything that does
 * not depend on the call is shared.
 */
final class CallContext implements EvaluationContext {

	private final Variables variables;

	private final @Nullable Object[] arguments;

	private @Nullable Object result;

	CallContext(Variables variables, @Nullable Object[] arguments) {
		this.variables = variables;
		this.arguments = arguments;
	}

	/**
	 * Note what the call gave.
	 * @param result the result; of an optional one its content, as in Spring's own
	 * expressions
	 */
	void result(@Nullable Object result) {
		this.result = (result instanceof Optional<?> optional) ? optional.orElse(null) : result;
	}

	@Override
	public @Nullable Object lookupVariable(String name) {
		int index = this.variables.index(name);
		return switch (index) {
			case Variables.ARGS -> this.variables.visible(this.arguments);
			case Variables.RESULT -> this.result;
			default -> (index >= 0 && index < this.arguments.length) ? this.arguments[index] : null;
		};
	}

	@Override
	public void setVariable(String name, @Nullable Object value) {
		throw new UnsupportedOperationException("an expression of @MeteredJob cannot set a variable");
	}

	@Override
	public boolean isAssignmentEnabled() {
		return false;
	}

	@Override
	public TypedValue getRootObject() {
		return TypedValue.NULL;
	}

	@Override
	public List<PropertyAccessor> getPropertyAccessors() {
		return this.variables.shared().getPropertyAccessors();
	}

	@Override
	public List<IndexAccessor> getIndexAccessors() {
		return this.variables.shared().getIndexAccessors();
	}

	@Override
	public List<ConstructorResolver> getConstructorResolvers() {
		return this.variables.shared().getConstructorResolvers();
	}

	@Override
	public List<MethodResolver> getMethodResolvers() {
		return this.variables.shared().getMethodResolvers();
	}

	@Override
	public @Nullable BeanResolver getBeanResolver() {
		return this.variables.shared().getBeanResolver();
	}

	@Override
	public TypeLocator getTypeLocator() {
		return this.variables.shared().getTypeLocator();
	}

	@Override
	public TypeConverter getTypeConverter() {
		return this.variables.shared().getTypeConverter();
	}

	@Override
	public TypeComparator getTypeComparator() {
		return this.variables.shared().getTypeComparator();
	}

	@Override
	public OperatorOverloader getOperatorOverloader() {
		return this.variables.shared().getOperatorOverloader();
	}

}
