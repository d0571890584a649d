package dev.emp.metrics;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.context.annotation.Conditional;

/**
 * Matches unless {@code emp.metrics.enabled} or {@code emp.metrics.<feature>.enabled} is
 * false.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Conditional(OnFeatureCondition.class)
public @interface ConditionalOnFeature {

	/**
	 * The name of the feature, as in its properties; empty for the library as a whole.
	 * @return the name
	 */
	String value() default "";

}
