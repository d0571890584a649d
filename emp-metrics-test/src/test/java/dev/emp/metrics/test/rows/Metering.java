package dev.emp.metrics.test.rows;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAspectsAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import dev.emp.metrics.job.JobAutoConfiguration;
import dev.emp.metrics.support.SupportAutoConfiguration;

/**
 * What meters the handlers of the kit.
 */
enum Metering {

	/** This library. */
	METERED_JOB {

		@Override
		ApplicationContextRunner byDefault(ApplicationContextRunner application) {
			return application
				.withConfiguration(AutoConfigurations.of(SupportAutoConfiguration.class, JobAutoConfiguration.class));
		}

		@Override
		ApplicationContextRunner switchedOn(ApplicationContextRunner application) {
			return byDefault(application);
		}

		@Override
		MeterRegistry read(MeterRegistry registry) {
			return registry;
		}

	},

	/** Micrometer's aspects as Spring Boot wires them. */
	ASPECTS {

		@Override
		ApplicationContextRunner byDefault(ApplicationContextRunner application) {
			return application.withConfiguration(
					AutoConfigurations.of(ObservationAutoConfiguration.class, MetricsAspectsAutoConfiguration.class));
		}

		@Override
		ApplicationContextRunner switchedOn(ApplicationContextRunner application) {
			return byDefault(application).withPropertyValues("management.observations.annotations.enabled=true");
		}

		@Override
		MeterRegistry read(MeterRegistry registry) {
			return new AspectMeters(registry).asJobs();
		}

	};

	/**
	 * Add what is active without a property.
	 * @param application the application
	 * @return the application with it
	 */
	abstract ApplicationContextRunner byDefault(ApplicationContextRunner application);

	/**
	 * Add all there is.
	 * @param application the application
	 * @return the application with it
	 */
	abstract ApplicationContextRunner switchedOn(ApplicationContextRunner application);

	/**
	 * What was recorded, under the names of this library.
	 * @param registry the registry of the application
	 * @return a registry to look at
	 */
	abstract MeterRegistry read(MeterRegistry registry);

}
