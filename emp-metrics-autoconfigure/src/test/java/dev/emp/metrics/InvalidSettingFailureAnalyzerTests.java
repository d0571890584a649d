package dev.emp.metrics;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
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
			.contains("https://github.com/emp-metrics/emp-metrics/blob/main/docs/configuration.md");
	}

	@Test
	void listsTheValuesOfAnEnumeration(CapturedOutput output) {
		SpringApplication application = new SpringApplication(WithEnumeration.class);
		assertThatException().isThrownBy(() -> application.run("--emp.metrics.fixture.color=blue"));
		assertThat(output)
			.contains("The property emp.metrics.fixture.color is 'blue', which is not one of red, dark-green")
			.contains("Set emp.metrics.fixture.color to one of red, dark-green, or remove it")
			.doesNotContain("\tat ");
	}

	@Test
	void listsTheValuesOfAnEnumerationInAList(CapturedOutput output) {
		SpringApplication application = new SpringApplication(WithEnumeration.class);
		assertThatException().isThrownBy(() -> application.run("--emp.metrics.fixture.colors=red,blue"));
		assertThat(output).contains("The property emp.metrics.fixture.colors is 'red,blue', which is not one of red");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(Fixture.class)
	static class WithEnumeration {

	}

	@ConfigurationProperties("emp.metrics.fixture")
	record Fixture(@Nullable Color color, List<Color> colors) {
	}

	enum Color {

		RED, DARK_GREEN

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
