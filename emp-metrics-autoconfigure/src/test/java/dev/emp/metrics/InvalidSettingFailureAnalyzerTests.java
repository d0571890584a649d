package dev.emp.metrics;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for {@link InvalidSettingFailureAnalyzer}, with a real application that fails.
 */
@ExtendWith(OutputCaptureExtension.class)
class InvalidSettingFailureAnalyzerTests {

	@Test
	void reportsThePropertyTheValueAndTheRemedyWithoutAStackTrace(CapturedOutput output) {
		SpringApplication application = new SpringApplication(Application.class);
		assertThatException().isThrownBy(() -> application.run("--emp.metrics.job.tag-keys=job"));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("A key in the property emp.metrics.job.tag-keys is 'job', which becomes the label job")
			.contains("Choose another key")
			.doesNotContain("\tat ");
	}

	@Test
	void reportsAnIntervalThatIsNoDuration(CapturedOutput output) {
		SpringApplication application = new SpringApplication(Application.class);
		assertThatException().isThrownBy(() -> application.run("--emp.metrics.interval=often"));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("The property emp.metrics.interval is 'often', which is not a duration")
			.contains(
					"Set emp.metrics.interval (or the variable METRICS_COLLECTION_INTERVAL) to a duration such as 30s")
			.doesNotContain("\tat ");
	}

	@Test
	void reportsASwitchThatIsNeitherOnNorOff(CapturedOutput output) {
		SpringApplication application = new SpringApplication(Application.class);
		assertThatException().isThrownBy(() -> application.run("--emp.metrics.job.enabled=maybe"));
		assertThat(output).contains("The property emp.metrics.job.enabled is 'maybe', which is not true or false")
			.contains("ENABLE_JOB_METRICS");
	}

	@Test
	void reportsALimitThatIsNoNumber(CapturedOutput output) {
		SpringApplication application = new SpringApplication(Application.class);
		assertThatException().isThrownBy(() -> application.run("--emp.metrics.job.limits.tag-sets=lots"));
		assertThat(output)
			.contains("The property emp.metrics.job.limits.tag-sets is 'lots', which is not a whole number")
			.contains("docs/configuration.md");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
