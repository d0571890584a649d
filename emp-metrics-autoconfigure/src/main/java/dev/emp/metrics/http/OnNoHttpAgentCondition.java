package dev.emp.metrics.http;

import java.util.Optional;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

import dev.emp.metrics.support.OpenTelemetryInstrumentation;

/**
 * Looks for who else measures HTTP.
 */
class OnNoHttpAgentCondition extends SpringBootCondition {

	private static final String PROPERTY = "emp.metrics.http.enabled";

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		Environment environment = context.getEnvironment();
		ConditionMessage.Builder message = ConditionMessage.forCondition(ConditionalOnNoHttpAgent.class);
		if (Binder.get(environment).bind(PROPERTY, Boolean.class).orElse(false)) {
			return ConditionOutcome.match(message.because(PROPERTY + " is true"));
		}
		Optional<OpenTelemetryInstrumentation> other = OpenTelemetryInstrumentation
			.find(environment, context.getClassLoader())
			.filter((instrumentation) -> instrumentation.isMeasuringHttp(environment));
		if (other.isPresent()) {
			return ConditionOutcome
				.noMatch(message.because(other.get() + " measures HTTP; set " + PROPERTY + "=true for both"));
		}
		return ConditionOutcome.match(message.because("nothing of OpenTelemetry measures HTTP"));
	}

}
