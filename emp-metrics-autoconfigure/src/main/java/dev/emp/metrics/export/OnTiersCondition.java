package dev.emp.metrics.export;

import java.util.List;
import java.util.stream.Stream;

import io.micrometer.registry.otlp.OtlpMeterRegistry;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.otlp.OtlpMetricsExportAutoConfiguration;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.SpringProperties;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches where Boot's own registry exports over OTLP. One of the user's may go anywhere
 * at any interval, and has all meters.
 */
final class OnTiersCondition extends SpringBootCondition implements ConfigurationCondition {

	private static final Log logger = LogFactory.getLog(OnTiersCondition.class);

	@Override
	public ConfigurationPhase getConfigurationPhase() {
		return ConfigurationPhase.REGISTER_BEAN;
	}

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition("Tiers");
		ConfigurableListableBeanFactory beanFactory = context.getBeanFactory();
		if (beanFactory == null) {
			return ConditionOutcome.noMatch(message.because("there are no beans"));
		}
		String[] registries = beanFactory.getBeanNamesForType(OtlpMeterRegistry.class, true, false);
		if (registries.length == 0) {
			return ConditionOutcome.noMatch(message.because("the export over OTLP is off"));
		}
		if (!Stream.of(registries).allMatch((name) -> isBoots(name, beanFactory))) {
			logger.warn("emp.metrics.export.tiers.enabled has no effect, since the application has an "
					+ "OtlpMeterRegistry bean of its own, which keeps all meters and its interval. Remove the bean, "
					+ "or the property.");
			return ConditionOutcome.noMatch(message.because("the registry is the application's"));
		}
		if (!TierPostProcessor.NAMES.containsAll(List.of(registries))) {
			logger.warn("emp.metrics.export.tiers.enabled has no effect, since Spring Boot's registry is the bean "
					+ String.join(", ", registries)
					+ ", which this version of emp-metrics does not know. Use a version "
					+ "that supports this Spring Boot.");
			return ConditionOutcome.noMatch(message.because("the name of Boot's registry is not known"));
		}
		return isExporting(context, beanFactory) ? ConditionOutcome.match(message.because("Boot's registry exports"))
				: ConditionOutcome.noMatch(message.because("no endpoint is known"));
	}

	private static boolean isBoots(String name, ConfigurableListableBeanFactory beanFactory) {
		return beanFactory.containsBeanDefinition(name) && OtlpMetricsExportAutoConfiguration.class.getName()
			.equals(beanFactory.getBeanDefinition(name).getFactoryBeanName());
	}

	private static boolean isExporting(ConditionContext context, ConfigurableListableBeanFactory beanFactory) {
		// the endpoint is seldom known where the application is built
		return SpringProperties.getFlag(AbstractAotProcessor.AOT_PROCESSING)
				|| AddressOrigin.find(beanFactory, context.getEnvironment()).kind() != AddressOrigin.Kind.NONE;
	}

}
