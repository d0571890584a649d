package dev.emp.metrics.test.docs;

// tag::composed[]
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.core.annotation.AliasFor;

import dev.emp.metrics.job.MeteredJob;

@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@MeteredJob(service = "gpu", enqueuedAt = "#{#job.enqueuedAt}")
@interface GpuJob {

	@AliasFor(annotation = MeteredJob.class, attribute = "value")
	String name();

}
// end::composed[]
