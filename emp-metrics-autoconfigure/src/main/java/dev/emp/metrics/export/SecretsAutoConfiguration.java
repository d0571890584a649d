package dev.emp.metrics.export;

import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

import dev.emp.metrics.ConditionalOnFeature;

/**
 * Auto-configuration that keeps tokens of the export out of the actuator's answers.
 */
@AutoConfiguration
@ConditionalOnClass(SanitizingFunction.class)
@ConditionalOnFeature
public final class SecretsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "empExportSanitizingFunction")
	SanitizingFunction empExportSanitizingFunction(Environment environment) {
		return new ExportSanitizingFunction(environment);
	}

}
