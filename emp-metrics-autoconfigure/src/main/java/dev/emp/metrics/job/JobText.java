package dev.emp.metrics.job;

import org.jspecify.annotations.Nullable;

import dev.emp.metrics.InvalidSettingException;

/**
 * The text of one attribute: a fixed value, or an expression that each call evaluates.
 *
 * @param setting the attribute and where it stands, for messages
 * @param fixed the value if it is the same for all calls, or null
 * @param expression the expression, or null
 * @param usesResult whether the value is known only after the call
 */
record JobText(String setting, @Nullable String fixed, @Nullable JobExpression expression, boolean usesResult) {

	boolean isDynamic() {
		return this.expression != null;
	}

	/**
	 * The value for one call.
	 * @param context the call, or null if no attribute of the method needs one
	 * @return the value, or null if there is none
	 * @throws RuntimeException if the expression fails
	 */
	@Nullable Object value(@Nullable CallContext context) {
		return (this.expression != null && context != null) ? this.expression.value(context) : this.fixed;
	}

	InvalidSettingException invalid(String reason, String remedy) {
		return new InvalidSettingException(this.setting, (this.fixed != null) ? this.fixed : "", reason, remedy);
	}

}
