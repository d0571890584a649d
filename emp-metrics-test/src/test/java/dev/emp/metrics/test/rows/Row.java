package dev.emp.metrics.test.rows;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.Test;

/**
 * A test of one pitfall. It gives either the fault that the same test finds in
 * Micrometer's aspects or the reason why it does not run against them.
 */
@Test
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface Row {

	/**
	 * The number of the pitfall.
	 * @return a number from 1
	 */
	int value();

	/**
	 * What the failure says that the aspects get.
	 * @return a part of the message of the assertion that fails
	 */
	String fault() default "";

	/**
	 * Why only this library is measured.
	 * @return the reason
	 */
	String onlyOurs() default "";

}
