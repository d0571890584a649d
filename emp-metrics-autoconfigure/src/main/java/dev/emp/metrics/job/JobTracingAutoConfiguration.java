package dev.emp.metrics.job;

import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

import dev.emp.metrics.ConditionalOnFeature;
import dev.emp.metrics.support.Meters;

/**
 * Auto-configuration of the spans of jobs, where the application traces. The property
 * {@code management.observations.enable.job} of Spring Boot switches them off.
 */
@AutoConfiguration(after = JobAutoConfiguration.class,
		afterName = { "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration",
				"org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration" })
@ConditionalOnClass(Tracer.class)
@ConditionalOnBean({ JobMetrics.class, ObservationRegistry.class, Tracer.class })
@ConditionalOnFeature("job")
public final class JobTracingAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	JobSpans empJobSpans(Meters meters, ObjectProvider<ObservationRegistry> registry, ObjectProvider<Tracer> tracer) {
		return new JobSpans(meters,
				() -> traces(tracer) ? registry.getIfUnique(() -> ObservationRegistry.NOOP) : ObservationRegistry.NOOP,
				() -> tracer.getIfUnique(() -> Tracer.NOOP));
	}

	@Bean
	@ConditionalOnMissingBean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	static UntimedJobs empUntimedJobs() {
		return new UntimedJobs();
	}

	private static boolean traces(ObjectProvider<Tracer> tracer) {
		// Boot has a tracer that does nothing where no bridge is there
		return !Tracer.NOOP.equals(tracer.getIfUnique(() -> Tracer.NOOP));
	}

}
