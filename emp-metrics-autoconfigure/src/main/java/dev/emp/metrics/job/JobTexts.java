package dev.emp.metrics.job;

import java.lang.reflect.Method;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.expression.EvaluationContext;
import org.springframework.expression.Expression;
import org.springframework.expression.ExpressionException;
import org.springframework.expression.ParserContext;
import org.springframework.expression.common.CompositeStringExpression;
import org.springframework.expression.spel.SpelCompilerMode;
import org.springframework.expression.spel.SpelParserConfiguration;
import org.springframework.expression.spel.standard.SpelExpression;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.expression.spel.support.MapAccessor;
import org.springframework.expression.spel.support.StandardEvaluationContext;
import org.springframework.expression.spel.support.StandardTypeLocator;
import org.springframework.util.StringValueResolver;

import dev.emp.metrics.InvalidSettingException;

/**
 * Reads attribute texts, once and at the start, so that what cannot work stops the start
 * and not a job.
 */
final class JobTexts {

	/** A variable, without what may follow it. */
	private static final Pattern BARE = Pattern.compile("#([A-Za-z_$][A-Za-z0-9_$]*)");

	private static final Pattern BARE_PATH = Pattern.compile(BARE + "(\\??\\.[A-Za-z0-9_$]+(\\(\\))?)*");

	private static final Pattern BARE_TYPE = Pattern.compile("^T\\([A-Za-z0-9_$.]+\\)\\.");

	private final SpelExpressionParser parser;

	private final StandardEvaluationContext shared = new StandardEvaluationContext();

	private final StringValueResolver placeholders;

	JobTexts(@Nullable ClassLoader classLoader, StringValueResolver placeholders) {
		// off, since CompilingExpression decides what is compiled
		this.parser = new SpelExpressionParser(new SpelParserConfiguration(SpelCompilerMode.OFF, classLoader));
		this.shared.setTypeLocator(new StandardTypeLocator(classLoader));
		this.shared.addPropertyAccessor(new MapAccessor(false));
		this.placeholders = placeholders;
	}

	Variables variables(Method method) {
		return new Variables(this.shared, method);
	}

	/**
	 * Read a text.
	 * @param setting the attribute and where it stands
	 * @param text the text, maybe empty
	 * @param variables what an expression can name
	 * @param afterCall whether the value is read after the call, so that the result is
	 * known
	 * @return what the text says
	 * @throws InvalidSettingException if it cannot work
	 */
	JobText parse(String setting, String text, Variables variables, boolean afterCall) {
		String resolved = resolve(setting, text);
		if (!resolved.contains("#{")) {
			refuseBare(setting, resolved.trim(), variables);
			return new JobText(setting, resolved.isBlank() ? null : resolved.trim(), null, false);
		}
		try {
			Expression expression = this.parser.parseExpression(resolved, ParserContext.TEMPLATE_EXPRESSION);
			boolean usesResult = check(setting, resolved, expression, variables);
			if (usesResult && !afterCall) {
				throw new InvalidSettingException(setting, resolved, "uses #result, which is not known before the call",
						"Use the parameters, or move the value into tags, outcome or outputSize.");
			}
			return new JobText(setting, null, compiling(expression), usesResult);
		}
		catch (ExpressionException ex) {
			throw new InvalidSettingException(setting, resolved, "is not a valid expression: " + ex.getMessage(),
					"Correct the SpEL between #{ and }, for example #{#job.priority}.");
		}
	}

	/**
	 * Refuse an expression without braces, as the annotations of Spring's cache have it:
	 * the job would be counted under the text itself.
	 * @param setting the attribute and where it stands
	 * @param text the text
	 * @param variables what an expression can name
	 */
	private static void refuseBare(String setting, String text, Variables variables) {
		Matcher bare = BARE.matcher(text);
		boolean found = BARE_TYPE.matcher(text).find();
		while (!found && bare.find()) {
			String name = bare.group(1);
			found = variables.names(name)
					|| (bare.start() == 0 && (variables.knows(name) || goesOn(text.substring(bare.end()))));
		}
		if (found) {
			boolean whole = text.startsWith("#") || text.startsWith("T(");
			String meant = whole ? "#{" + text + "}" : BARE_PATH.matcher(text).replaceAll("#{$0}");
			throw new InvalidSettingException(setting, text, "is plain text, though it reads like an expression",
					"Write " + meant + ", or #{'" + text.replace("'", "''") + "'} for the text itself.");
		}
	}

	private static boolean goesOn(String rest) {
		return rest.startsWith(".") || rest.startsWith("[") || rest.startsWith("?.");
	}

	private JobExpression compiling(Expression expression) {
		if (expression instanceof CompositeStringExpression composite) {
			List<JobExpression> parts = Stream.of(composite.getExpressions()).map(this::compiling).toList();
			return (context) -> join(parts, context);
		}
		if (expression instanceof SpelExpression spel) {
			return new CompilingExpression(spel, this.parser.parseRaw(spel.getExpressionString()));
		}
		return expression::getValue;
	}

	private static String join(List<JobExpression> parts, EvaluationContext context) {
		StringBuilder text = new StringBuilder();
		for (JobExpression part : parts) {
			Object value = part.value(context);
			text.append((value != null) ? value : "");
		}
		return text.toString();
	}

	private String resolve(String setting, String text) {
		try {
			String resolved = this.placeholders.resolveStringValue(text);
			// without a placeholder configurer what is unknown stays as it is
			if (resolved == null || !resolved.contains("${")) {
				return (resolved != null) ? resolved : "";
			}
		}
		catch (IllegalArgumentException ex) {
			// reported below
		}
		throw new InvalidSettingException(setting, text, "has a placeholder that cannot be resolved",
				"Set the property, or give it a default as in ${name:default}.");
	}

	private static boolean check(String setting, String text, Expression expression, Variables variables) {
		if (expression instanceof CompositeStringExpression composite) {
			boolean usesResult = false;
			for (Expression part : composite.getExpressions()) {
				usesResult |= check(setting, text, part, variables);
			}
			return usesResult;
		}
		return expression instanceof SpelExpression spel
				&& new JobTextCheck(setting, text, variables).usesResult(spel.getAST());
	}

}
