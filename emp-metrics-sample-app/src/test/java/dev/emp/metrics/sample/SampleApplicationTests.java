package dev.emp.metrics.sample;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SampleApplication}.
 */
@ExtendWith(OutputCaptureExtension.class)
class SampleApplicationTests {

	private final NewThreads newThreads = new NewThreads();

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void startsAndStopsTwiceAndTellsWhereToLook(String type, CapturedOutput output) {
		for (int i = 0; i < 2; i++) {
			try (ConfigurableApplicationContext context = SpringApplication.run(SampleApplication.class,
					"--server.port=0", "--spring.main.web-application-type=" + type)) {
				String address = "http://localhost:%s/"
					.formatted(context.getEnvironment().getProperty("local.server.port"));
				assertThat(output).contains(address + "actuator/metrics/jobs.processed")
					.contains(address + "actuator/prometheus")
					.contains("--data-binary @picture.jpg -o thumbnail.png " + address + "jobs");
			}
			Awaitility.await()
				.atMost(Duration.ofSeconds(10))
				.untilAsserted(() -> assertThat(this.newThreads.alive()).isEmpty());
		}
	}

	@Test
	void namesThePortOfTheManagementServer() {
		MockEnvironment environment = new MockEnvironment().withProperty("local.server.port", "1")
			.withProperty("local.management.port", "2");
		assertThat(WhereToLook.text(environment)).contains("localhost:2/actuator/prometheus", "localhost:1/jobs");
	}

	@Test
	void saysThatSomeJobsFailOnPurposeIfTheyDo() {
		MockEnvironment environment = new MockEnvironment().withProperty("local.server.port", "1");
		assertThat(WhereToLook.text(environment)).contains("Some jobs fail on purpose", "sends 6 in 100");
		environment.setProperty("sample.load.trouble-share", "0");
		assertThat(WhereToLook.text(environment)).doesNotContain("on purpose");
		environment.setProperty("sample.load.trouble-share", "0.5");
		environment.setProperty("sample.load.enabled", "false");
		assertThat(WhereToLook.text(environment)).doesNotContain("on purpose");
	}

	@Test
	void saysNothingWithoutAWebServer() {
		assertThat(WhereToLook.text(new MockEnvironment())).isNull();
	}

}
