package dev.emp.metrics.job;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Meters each call of a job handler: count, duration, wait, active, outcome, error class
 * and sizes. On a class it meters each public method of the class; on a method it wins
 * over the class.
 * <p>
 * Every attribute is plain text, in which {@code ${...}} placeholders are resolved once,
 * or holds {@code #{...}}: a SpEL expression over the parameter names, {@code #args} and,
 * where the attribute is read after the call, {@code #result}. An expression is parsed
 * once, at the start; one that fails during a call costs its tag and one warning, never
 * the job. What is absent or null is counted as {@code unknown}.
 * <p>
 * A call is counted as its caller sees it: outside of transactions, caching, validation,
 * method security and the application's aspects, and inside {@code @Async},
 * {@code @ConcurrencyLimit} and {@code @Retryable}, each attempt of which is a call.
 *
 * <pre>
 * &#64;MeteredJob(value = "render", priority = "#{#job.priority}")
 * Image render(RenderJob job)
 * </pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ ElementType.METHOD, ElementType.TYPE, ElementType.ANNOTATION_TYPE })
public @interface MeteredJob {

	/**
	 * The name of the job, the tag {@code job.name}.
	 * @return the name; empty for the simple name of the bean's class, a dot and the
	 * method's name
	 */
	String value() default "";

	/**
	 * The service that the job needs, for example a kind of worker.
	 * @return the tag {@code service}
	 */
	String service() default "";

	/**
	 * The queue that the job came from.
	 * @return the tag {@code queue}
	 */
	String queue() default "";

	/**
	 * The priority of the job.
	 * @return the tag {@code priority}
	 */
	String priority() default "";

	/**
	 * When the job could first have been taken from its queue; the wait is the time from
	 * there to the start of the call.
	 * @return an expression that gives an {@link java.time.Instant},
	 * {@link java.time.OffsetDateTime}, {@link java.time.ZonedDateTime},
	 * {@link java.util.Date}, milliseconds since the epoch, or ISO-8601 text with an
	 * offset; null, zero or less records no wait
	 */
	String enqueuedAt() default "";

	/**
	 * Which attempt at the job this call is, for queues that deliver a failed job again.
	 * @return an expression that gives a number, 1 for the first attempt
	 */
	String attempt() default "";

	/**
	 * How many attempts the queue grants.
	 * @return a number, or an expression that gives one
	 */
	String maxAttempts() default "";

	/**
	 * Whether a call that returned did its job, for handlers that report failure by their
	 * result. Read after the call.
	 * @return an expression that gives a boolean; false counts as failed, without an
	 * error
	 */
	String outcome() default "";

	/**
	 * The size of the job's input.
	 * @return an expression that gives a number of bytes
	 */
	String inputSize() default "";

	/**
	 * The size of the job's output, recorded when the call completes. Read after the
	 * call.
	 * @return an expression that gives a number of bytes
	 */
	String outputSize() default "";

	/**
	 * Further tags, each {@code "key=value"}. A key must be declared in
	 * {@code emp.metrics.job.tag-keys}. A value that uses {@code #result} is
	 * {@code unknown} until the call has returned.
	 * @return the tags
	 */
	String[] tags() default {};

	/**
	 * Whether to meter at all: false excludes a method of a metered class.
	 * @return whether calls are metered
	 */
	boolean enabled() default true;

}
