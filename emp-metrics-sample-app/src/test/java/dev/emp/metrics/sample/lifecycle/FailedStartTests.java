package dev.emp.metrics.sample.lifecycle;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for a start on Tomcat that fails for a reason of the application's own.
 */
@ExtendWith(OutputCaptureExtension.class)
class FailedStartTests {

	@Test
	void leavesNoThreadBehind(CapturedOutput output) {
		assertThatException()
			.isThrownBy(() -> new SpringApplication(Failing.class).run("--server.port=0",
					"--spring.main.web-application-type=servlet",
					"--management.otlp.metrics.export.url=http://localhost:1/v1/metrics"))
			.withMessageContaining("of the application's own");
		assertThat(output.getOut().lines().filter((line) -> line.contains("WARN")).toList())
			.as("Tomcat warns of each thread that is left")
			.noneMatch((line) -> line.contains("thread"));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Failing {

		@Bean
		SmartInitializingSingleton zzz() {
			return () -> {
				throw new IllegalStateException("of the application's own");
			};
		}

	}

}
