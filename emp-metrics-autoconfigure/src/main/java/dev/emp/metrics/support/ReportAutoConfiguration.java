package dev.emp.metrics.support;

import io.micrometer.core.instrument.MeterRegistry;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.actuate.autoconfigure.info.ConditionalOnEnabledInfoContributor;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.BoundConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.core.NestedExceptionUtils;

import dev.emp.metrics.ConditionalOnFeature;

/**
 * Auto-configuration of the line at the start and of what the info endpoint says.
 */
@AutoConfiguration(after = SupportAutoConfiguration.class)
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnFeature
public final class ReportAutoConfiguration {

	private static final Log logger = LogFactory.getLog("dev.emp.metrics");

	@Bean
	@ConditionalOnMissingBean
	StartReport empStartReport(ConfigurableListableBeanFactory beanFactory, ObjectProvider<FeatureNote> notes,
			ObjectProvider<Destination> destinations, ObjectProvider<MeterRegistry> registries) {
		return new StartReport(Features.of(beanFactory), notes, destinations, registries);
	}

	@Bean
	@ConditionalOnMissingBean(name = "empStartLine")
	ApplicationListener<ContextRefreshedEvent> empStartLine(StartReport report, ObjectProvider<SettingsCheck> checks,
			ApplicationContext context) {
		return (event) -> {
			// the events of child contexts arrive here too
			if (event.getApplicationContext().equals(context)) {
				check(checks);
				log(report);
			}
		};
	}

	@Bean
	@ConditionalOnMissingBean(name = "empOwnSettings")
	SettingsCheck empOwnSettings(ApplicationContext context) {
		return new OwnSettings(context.getEnvironment(), BoundConfigurationProperties.get(context),
				KnownProperties::read);
	}

	private static void check(ObjectProvider<SettingsCheck> checks) {
		checks.orderedStream().forEach((check) -> {
			try {
				check.check(logger);
			}
			catch (RuntimeException | LinkageError ex) {
				// what is odd in a setting is known where the setting is used
				logger.debug("Settings are not checked", ex);
			}
		});
	}

	private static void log(StartReport report) {
		try {
			logger.info(report.line());
		}
		catch (Throwable ex) {
			// a lazy registry or destination, which alone would not have stopped the
			// start
			logger.warn(
					"What is on and where metrics go cannot be said: " + NestedExceptionUtils.getMostSpecificCause(ex));
		}
	}

	/**
	 * Configuration of what the info endpoint says.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ InfoContributor.class, ConditionalOnEnabledInfoContributor.class })
	static class InfoConfiguration {

		@Bean
		@ConditionalOnMissingBean(name = "empInfoContributor")
		@ConditionalOnEnabledInfoContributor("emp")
		InfoContributor empInfoContributor(StartReport report) {
			return (builder) -> builder.withDetail("emp", report.details());
		}

	}

}
