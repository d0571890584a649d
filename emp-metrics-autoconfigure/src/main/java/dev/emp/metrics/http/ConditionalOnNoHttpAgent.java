package dev.emp.metrics.http;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.context.annotation.Conditional;

/**
 * Matches unless the OpenTelemetry agent or the OpenTelemetry Spring Boot starter
 * measures the requests that the application serves. Where
 * {@code emp.metrics.http.enabled} is true it always matches.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Conditional(OnNoHttpAgentCondition.class)
@interface ConditionalOnNoHttpAgent {

}
