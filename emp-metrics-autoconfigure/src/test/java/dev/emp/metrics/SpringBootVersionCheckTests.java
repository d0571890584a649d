package dev.emp.metrics;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.StaticApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link SpringBootVersionCheck} and {@link WrongSpringBootFailureAnalyzer}.
 */
@ExtendWith(OutputCaptureExtension.class)
class SpringBootVersionCheckTests {

	@ParameterizedTest
	@ValueSource(strings = { "2.7.18", "3.5.16", "4.0.9", "4.0.0-M3", "4.0" })
	void refusesAnOlderGeneration(String version) {
		assertThatExceptionOfType(WrongSpringBootException.class)
			.isThrownBy(() -> new SpringBootVersionCheck(version).initialize(new StaticApplicationContext()))
			.withMessageEndingWith("needs Spring Boot 4.1 or later, found " + version);
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "4.1.0", "4.1.0-RC1", "4.1", "4.2.0-M1", "4.10.0", "5.0.0", "unknown" })
	void acceptsALaterGenerationAndWhatItCannotRead(String version) {
		assertThatNoException()
			.isThrownBy(() -> new SpringBootVersionCheck(version).initialize(new StaticApplicationContext()));
	}

	@Test
	void saysWhatToDoWithoutAStackTrace(CapturedOutput output) {
		SpringApplication application = new SpringApplication(Empty.class);
		application.addInitializers(new SpringBootVersionCheck("3.5.16"));
		assertThatExceptionOfType(WrongSpringBootException.class).isThrownBy(application::run);
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("needs Spring Boot 4.1 or later, found 3.5.16.")
			.contains("Update Spring Boot to 4.1 or later, or remove the dependency on emp-metrics-starter")
			.doesNotContain("\tat ");
	}

	@Test
	void isAskedByEveryApplication() {
		assertThat(new SpringApplication(Empty.class).getInitializers()).first()
			.isInstanceOf(SpringBootVersionCheck.class);
	}

	@Configuration(proxyBeanMethods = false)
	static class Empty {

	}

}
