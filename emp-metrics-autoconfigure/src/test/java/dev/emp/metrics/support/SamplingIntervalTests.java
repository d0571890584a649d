package dev.emp.metrics.support;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.env.MockEnvironment;

import dev.emp.metrics.InvalidSettingException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SamplingInterval}.
 */
class SamplingIntervalTests {

	private static final Duration INTERVAL = Duration.ofSeconds(30);

	@ParameterizedTest
	@CsvSource({ "10s, PT10S", "2500, PT2.5S", "100ms, PT1S" })
	void followsTheStepOfTheExport(String step, Duration expected) {
		MockEnvironment environment = new MockEnvironment().withProperty("management.otlp.metrics.export.step", step);
		assertThat(SamplingInterval.inForce(environment, INTERVAL)).isEqualTo(expected);
	}

	@Test
	void isTheIntervalOfTheLibraryWithoutAStep() {
		assertThat(SamplingInterval.inForce(new MockEnvironment(), INTERVAL)).isEqualTo(INTERVAL);
	}

	@Test
	void refusesLessThanASecond() {
		SamplingInterval.check("a.b", null);
		SamplingInterval.check("a.b", Duration.ofSeconds(1));
		assertThatExceptionOfType(InvalidSettingException.class)
			.isThrownBy(() -> SamplingInterval.check("a.b", Duration.ofMillis(999)))
			.withMessageContaining("a.b is '999ms'");
	}

}
