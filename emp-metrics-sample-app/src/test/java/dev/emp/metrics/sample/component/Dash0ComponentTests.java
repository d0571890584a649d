package dev.emp.metrics.sample.component;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sends to the real Dash0, for those who have a token.
 */
@EnabledIfEnvironmentVariable(named = "DASH0_API_TOKEN", matches = ".+",
		disabledReason = "set DASH0_API_TOKEN, and DASH0_METRICS_ENDPOINT for another region, to send to Dash0")
class Dash0ComponentTests {

	private static final String ENDPOINT = Objects.requireNonNullElse(System.getenv("DASH0_METRICS_ENDPOINT"),
			"https://ingress.eu-west-1.aws.dash0.com/v1/metrics");

	@TempDir
	private Path folder;

	@Test
	void dash0TakesWhatTheWorkerSends() throws IOException {
		Worker worker = Worker.start(this.folder, "worker",
				Map.of("DASH0_METRICS_ENDPOINT", ENDPOINT, "WORKER_ID", "worker-7"));
		try (worker) {
			worker.work();
		}
		assertThat(worker.output()).contains("Publishing metrics for OtlpMeterRegistry every 30s to " + ENDPOINT)
			.doesNotContain("Failed to publish")
			.doesNotContain(System.getenv("DASH0_API_TOKEN"));
	}

}
