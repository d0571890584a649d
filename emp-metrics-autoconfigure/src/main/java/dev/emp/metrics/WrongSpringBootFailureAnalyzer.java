package dev.emp.metrics;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Reports a {@link WrongSpringBootException}.
 */
class WrongSpringBootFailureAnalyzer extends AbstractFailureAnalyzer<WrongSpringBootException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, WrongSpringBootException cause) {
		return new FailureAnalysis(cause.getMessage() + ".", "Update Spring Boot to 4.1 or later, or remove the "
				+ "dependency on emp-metrics-starter until then: no release of it runs on an older Spring Boot.",
				cause);
	}

}
