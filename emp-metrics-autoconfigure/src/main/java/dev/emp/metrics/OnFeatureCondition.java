package dev.emp.metrics;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Reads the switch of a feature, and above it the switch of the library.
 */
class OnFeatureCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		String feature = metadata.getAnnotations().get(ConditionalOnFeature.class).getString("value");
		String own = feature.isEmpty() ? "emp.metrics.enabled" : "emp.metrics." + feature + ".enabled";
		for (String property : new String[] { "emp.metrics.enabled", own }) {
			if (isOff(context.getEnvironment(), property)) {
				return ConditionOutcome.noMatch(ConditionMessage.forCondition(ConditionalOnFeature.class)
					.because(SettingName.of(context.getEnvironment(), property) + " is false"));
			}
		}
		return ConditionOutcome
			.match(ConditionMessage.forCondition(ConditionalOnFeature.class).because(own + " is true"));
	}

	private static boolean isOff(Environment environment, String property) {
		return !Binder.get(environment).bind(property, Boolean.class).orElse(true);
	}

}
