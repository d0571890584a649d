package dev.emp.metrics.benchmarks;

import io.micrometer.core.aop.CountedAspect;
import io.micrometer.core.aop.TimedAspect;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.aop.ObservedAspect;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.EnableAspectJAutoProxy;

import dev.emp.metrics.job.JobAutoConfiguration;
import dev.emp.metrics.support.SupportAutoConfiguration;

/**
 * Contexts with the handlers as beans: one as an application has it with this library,
 * one with the aspects of Micrometer.
 */
final class Application {

	private Application() {
	}

	static AnnotationConfigApplicationContext metered(String registry) {
		return start(registry, WithLibrary.class);
	}

	static AnnotationConfigApplicationContext withAspects(String registry) {
		return start(registry, WithAspects.class);
	}

	private static AnnotationConfigApplicationContext start(String registry, Class<?> configuration) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.registerBean(MeterRegistry.class, () -> Registries.of(registry));
		context.register(configuration);
		context.refresh();
		return context;
	}

	/**
	 * The library.
	 */
	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ SupportAutoConfiguration.class, JobAutoConfiguration.class })
	static class WithLibrary {

		@Bean
		MeteredHandler meteredHandler() {
			return new MeteredHandler();
		}

	}

	/**
	 * The aspects.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAspectJAutoProxy(proxyTargetClass = true)
	static class WithAspects {

		@Bean
		PlainHandler plainHandler() {
			return new PlainHandler();
		}

		@Bean
		TimedAspect timedAspect(MeterRegistry registry) {
			return new TimedAspect(registry);
		}

		@Bean
		CountedAspect countedAspect(MeterRegistry registry) {
			return new CountedAspect(registry);
		}

		@Bean
		ObservedAspect observedAspect(MeterRegistry registry) {
			ObservationRegistry observations = ObservationRegistry.create();
			observations.observationConfig().observationHandler(new DefaultMeterObservationHandler(registry));
			return new ObservedAspect(observations);
		}

	}

}
