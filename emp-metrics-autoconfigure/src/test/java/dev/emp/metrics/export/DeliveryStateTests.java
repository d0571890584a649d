package dev.emp.metrics.export;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that health, endpoint, log and meters say the same of each state of the delivery.
 */
@ExtendWith(OutputCaptureExtension.class)
class DeliveryStateTests {

	private final FaultyReceiver receiver = FaultyReceiver.start();

	@AfterEach
	void stop() {
		this.receiver.stop();
	}

	@ParameterizedTest
	@ValueSource(ints = { 404, 400 })
	void aReceiverThatRefusesEveryPushIsDownAfterTheTimeAndUpWithOneSuccess(int status, CapturedOutput output) {
		this.receiver.answersOtherwise(Fault.status(status));
		Instant before = Instant.now();
		try (ConfigurableApplicationContext context = run("emp.metrics.export.health.down-after=4s")) {
			Awaitility.await().until(() -> state(context).equals("refused"));
			assertThat(health(context).getStatus()).isEqualTo(Status.UP);
			Awaitility.await().until(() -> health(context).getStatus().equals(Status.DOWN));
			Map<String, Object> details = health(context).getDetails();
			Instant since = Instant.parse(String.valueOf(details.get("since")));
			assertThat(since).isAfterOrEqualTo(before.minusMillis(1));
			assertThat(Duration.between(since, Instant.now())).isGreaterThanOrEqualTo(Duration.ofSeconds(4));
			assertThat(details).containsEntry("state", "refused")
				.containsEntry("lastReason", "http_" + status)
				.doesNotContainKey("lastDelivery");
			assertThat((Long) details.get("failures")).isGreaterThan(2);
			assertThat((Long) details.get("lostPoints")).isGreaterThan(10)
				.isLessThanOrEqualTo((long) points(context, "dropped", "http_" + status));
			assertThat(context.getBean(ExportEndpoint.class).send()).satisfies((reply) -> {
				assertThat(reply.delivered()).isFalse();
				assertThat(reply.answer()).contains("status " + status, "Check the path of the address");
			});
			assertThat(output).containsOnlyOnce("Check the path of the address, which mostly ends with /v1/metrics");
			this.receiver.answersOtherwise(Fault.ok());
			Awaitility.await().until(() -> state(context).equals("delivering"));
			assertThat(health(context).getStatus()).isEqualTo(Status.UP);
			assertThat(health(context).getDetails()).doesNotContainKeys("failures", "lostPoints");
			assertThat(output).containsOnlyOnce("Metrics are delivered again, after ")
				.containsPattern("\\d+ data points were lost meanwhile");
		}
	}

	static Stream<Failing> failing() {
		return Stream.of(new Failing(Fault.status(503), "", "retrying", "http_503", "", ""),
				new Failing(Fault.status(401), "", "held-unauthorized", "http_401", "", ""),
				new Failing(Fault.status(401), "retry.hold-unauthorized=false", "unauthorized", "unauthorized",
						"dropped", "unauthorized"),
				new Failing(Fault.status(413), "", "refused", "too_large", "dropped", "too_large"),
				new Failing(Fault.redirect(307, "http://localhost:1/"), "", "refused", "http_307", "dropped",
						"http_307"),
				new Failing(Fault.partialSuccess(1_000_000, "of nobody"), "", "refused", "partial_success", "rejected",
						"partial_success"),
				new Failing(Fault.html(), "", "unconfirmed", "no_otlp", "delivered", "no_otlp"),
				new Failing(Fault.status(503), "spool.max-batches=3", "dropping", "http_503", "dropped", "full"),
				new Failing(Fault.status(503), "spool.max-age=1s", "dropping", "http_503", "dropped", "expired"));
	}

	@ParameterizedTest
	@MethodSource("failing")
	void whatDoesNotSucceedIsSaidAndAges(Failing failing, CapturedOutput output) {
		this.receiver.answersOtherwise(failing.fault());
		try (ConfigurableApplicationContext context = run("emp.metrics.export.health.down-after=1s",
				"emp.metrics.export." + (failing.setting().isEmpty() ? "drain-rate=10" : failing.setting()))) {
			Awaitility.await().untilAsserted(() -> {
				assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
				assertThat(health(context).getDetails()).containsEntry("state", failing.state())
					.containsEntry("lastReason", failing.reason());
			});
			if (!failing.result().isEmpty()) {
				assertThat(points(context, failing.result(), failing.booked())).isPositive();
			}
			long said = warnings(output);
			assertThat(said).isPositive();
			int attempts = this.receiver.requests().size();
			Awaitility.await().until(() -> this.receiver.requests().size() > attempts + 3);
			assertThat(warnings(output)).isEqualTo(said);
		}
	}

	@Test
	void aPointThatIsRejectedNowAndThenIsNoFailure() {
		this.receiver.answersOtherwise(Fault.partialSuccess(1, "one too many"));
		try (ConfigurableApplicationContext context = run("emp.metrics.export.health.down-after=1s")) {
			Awaitility.await().until(() -> points(context, "rejected", "partial_success") > 2);
			assertThat(health(context).getStatus()).isEqualTo(Status.UP);
			assertThat(state(context)).isEqualTo("delivering");
		}
	}

	private ConfigurableApplicationContext run(String... settings) {
		return ExportApplication.withoutReceiver()
			.with("management.otlp.metrics.export.url=" + this.receiver.url(), "OTEL_METRIC_EXPORT_INTERVAL=100",
					"emp.metrics.export.retry.delay=50ms", "emp.metrics.export.retry.max-delay=100ms",
					"management.endpoints.web.exposure.include=*", "management.endpoints.jmx.exposure.include=*",
					"spring.jmx.enabled=true")
			.with(settings)
			.run();
	}

	private static Health health(ConfigurableApplicationContext context) {
		return Objects.requireNonNull(context.getBean("empExportHealthIndicator", HealthIndicator.class).health());
	}

	private static String state(ConfigurableApplicationContext context) {
		return String.valueOf(health(context).getDetails().get("state"));
	}

	private static double points(ConfigurableApplicationContext context, String result, String reason) {
		return context.getBean(MeterRegistry.class)
			.find("emp.metrics.export.points")
			.tags("result", result, "reason", reason)
			.counters()
			.stream()
			.mapToDouble(Counter::count)
			.sum();
	}

	private static long warnings(CapturedOutput output) {
		return output.getOut().lines().filter((line) -> line.matches(".*WARN.*DeliveryLog.*")).count();
	}

	/**
	 * What goes wrong all the time, and what is said of it.
	 *
	 * @param fault what the receiver does
	 * @param setting a setting of the export, or nothing
	 * @param state the state
	 * @param reason the last reason in the health
	 * @param result what points are booked as, or nothing where they are held
	 * @param booked the reason in the meters
	 */
	record Failing(Fault fault, String setting, String state, String reason, String result, String booked) {

		@Override
		public String toString() {
			return this.state + " " + this.booked + " " + this.setting;
		}

	}

}
