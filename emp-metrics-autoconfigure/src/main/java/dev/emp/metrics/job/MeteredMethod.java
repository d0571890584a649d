package dev.emp.metrics.job;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

import dev.emp.metrics.InvalidSettingException;
import dev.emp.metrics.job.JobMeters.Keys;

/**
 * What the annotation says of one method, read and checked.
 *
 * @param method the method that runs
 * @param where the class and the method, for messages
 * @param defaultName whether the name is the class's and the method's own
 * @param variables what expressions can name
 * @param tags the value of each tag: the job's four keys, then the declared ones, of
 * which null is one that the annotation leaves open
 * @param enqueuedAt see {@link MeteredJob#enqueuedAt()}, as the following
 * @param attempt the number of the attempt
 * @param maxAttempts the number of attempts granted
 * @param outcome whether a call that returned did its job
 * @param inputSize bytes of the input
 * @param outputSize bytes of the output
 */
record MeteredMethod(Method method, String where, boolean defaultName, Variables variables,
		List<@Nullable JobText> tags, JobText enqueuedAt, JobText attempt, JobText maxAttempts, JobText outcome,
		JobText inputSize, JobText outputSize) {

	/**
	 * Read an annotation.
	 * @param annotation the annotation
	 * @param method the method that runs
	 * @param userClass the class of the bean
	 * @param parser reads the texts
	 * @param tagKeys the declared keys
	 * @return what it says
	 * @throws InvalidSettingException if it cannot work
	 */
	static MeteredMethod of(MeteredJob annotation, Method method, Class<?> userClass, JobTexts parser,
			List<String> tagKeys) {
		String where = userClass.getName() + "#" + method.getName();
		Reader reader = new Reader(where, parser, parser.variables(method), ResultType.isNothing(method, userClass));
		boolean defaultName = annotation.value().isBlank();
		String name = defaultName ? simpleName(userClass, method) + "." + method.getName() : annotation.value();
		List<@Nullable JobText> tags = new ArrayList<>();
		tags.add(reader.read("value", name, false));
		tags.add(reader.read(Keys.SERVICE, annotation.service(), false));
		tags.add(reader.read(Keys.QUEUE, annotation.queue(), false));
		tags.add(reader.read(Keys.PRIORITY, annotation.priority(), false));
		tags.addAll(reader.tags(annotation.tags(), tagKeys));
		return new MeteredMethod(method, where, defaultName, reader.variables(), tags,
				reader.checked("enqueuedAt", annotation.enqueuedAt(), false, JobValues::epochMillis),
				reader.number("attempt", annotation.attempt()), reader.number("maxAttempts", annotation.maxAttempts()),
				reader.checked("outcome", annotation.outcome(), true, JobValues::success),
				reader.number("inputSize", annotation.inputSize()),
				reader.checked("outputSize", annotation.outputSize(), true, Reader::number));
	}

	/**
	 * The name of the job as the annotation gives it.
	 * @return the name, empty if each call gives one
	 */
	String name() {
		JobText name = this.tags.get(0);
		return (name != null && name.fixed() != null) ? name.fixed() : "";
	}

	/**
	 * Whether a call needs a context for expressions.
	 * @return whether any attribute is an expression
	 */
	boolean hasExpressions() {
		return this.tags.stream().anyMatch((text) -> text != null && text.isDynamic()) || this.enqueuedAt.isDynamic()
				|| this.attempt.isDynamic() || this.maxAttempts.isDynamic() || this.outcome.isDynamic()
				|| this.inputSize.isDynamic() || this.outputSize.isDynamic();
	}

	private static String simpleName(Class<?> userClass, Method method) {
		// the class of a lambda or of a JDK proxy has another name in each process
		Class<?> named = (userClass.isHidden() || Proxy.isProxyClass(userClass))
				? ClassUtils.getInterfaceMethodIfPossible(method, userClass).getDeclaringClass() : userClass;
		String name = named.getSimpleName();
		return name.isEmpty() ? ClassUtils.getShortName(named) : name;
	}

	/**
	 * Reads the attributes of one annotation.
	 *
	 * @param where the class and the method
	 * @param parser reads texts
	 * @param variables what expressions can name
	 * @param givesNothing whether there is never a result
	 */
	private record Reader(String where, JobTexts parser, Variables variables, boolean givesNothing) {

		JobText read(String attribute, String text, boolean afterCall) {
			String setting = "The attribute '" + attribute + "' of @MeteredJob on " + this.where;
			JobText read = this.parser.parse(setting, text, this.variables, afterCall);
			if (read.usesResult() && this.givesNothing) {
				throw new InvalidSettingException(setting, text, "uses #result of a method that gives none",
						"Remove it, or let the method return what the expression reads.");
			}
			return read;
		}

		JobText number(String attribute, String text) {
			return checked(attribute, text, false, Reader::number);
		}

		JobText checked(String attribute, String value, boolean afterCall, Consumer<@Nullable Object> check) {
			JobText text = read(attribute, value, afterCall);
			try {
				check.accept(text.fixed());
				return text;
			}
			catch (IllegalArgumentException ex) {
				throw text.invalid("cannot be used: " + ex.getMessage(),
						"Correct the text, or write an expression such as #{#job." + attribute + "}.");
			}
		}

		private static void number(@Nullable Object value) {
			JobValues.number(value, 0);
		}

		List<@Nullable JobText> tags(String[] pairs, List<String> tagKeys) {
			@Nullable JobText[] texts = new JobText[tagKeys.size()];
			for (String pair : pairs) {
				int equals = pair.indexOf('=');
				String key = (equals > 0) ? pair.substring(0, equals).trim() : "";
				String setting = "The attribute 'tags' of @MeteredJob on " + this.where;
				if (key.isEmpty()) {
					throw new InvalidSettingException(setting, pair, "is not of the form key=value",
							"Write, for example, tags = \"tenant=#{#job.tenant}\".");
				}
				int index = tagKeys.indexOf(key);
				if (index < 0) {
					throw new InvalidSettingException(setting, pair,
							"uses the key '" + key + "', which is not declared",
							"Add '" + key + "' to the property emp.metrics.job.tag-keys (now " + tagKeys + ").");
				}
				if (texts[index] != null) {
					throw new InvalidSettingException(setting, pair, "gives the key '" + key + "' a second value",
							"Remove one of the two.");
				}
				texts[index] = read("tags' with the key '" + key, pair.substring(equals + 1), true);
			}
			return Arrays.asList(texts);
		}

	}

}
