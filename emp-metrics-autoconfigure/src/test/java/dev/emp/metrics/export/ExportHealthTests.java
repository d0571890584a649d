package dev.emp.metrics.export;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import dev.emp.metrics.InvalidSettingException;
import dev.emp.metrics.support.Destination;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ExportHealthIndicator} and its auto-configuration.
 */
class ExportHealthTests {

	private static final FakeStatus FAILING = FakeStatus.failing(DeliveryStatus.State.RETRYING, Duration.ofMinutes(10));

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ExportHealthAutoConfiguration.class));

	@Test
	void saysHowTheDeliveryGoes() {
		assertThat(new ExportHealthIndicator(FAILING, null, null, false).health().getDetails())
			.containsEntry("state", "retrying")
			.containsEntry("since", "2026-02-03T04:05:06Z")
			.containsEntry("lastReason", "http_503")
			.containsEntry("lastDelivery", "2026-02-03T04:04:57Z")
			.containsEntry("address", "https://collector:4318/v1/metrics")
			.containsEntry("failures", 3L)
			.containsEntry("lostPoints", 4L)
			.containsEntry("heldPoints", 7L)
			.containsEntry("heldBytes", 4096L)
			.containsEntry("heldBatches", 2)
			.containsEntry("oldestAgeSeconds", 12L);
	}

	@Test
	void saysNothingThatIsNotKnown() {
		assertThat(new ExportHealthIndicator(FakeStatus.idle(), null, null, false).health().getDetails())
			.containsEntry("state", "idle")
			.doesNotContainKeys("lastReason", "lastDelivery", "address", "failures", "lostPoints");
	}

	@Test
	void namesEachState() {
		assertThat(DeliveryStatus.State.values()).extracting(DeliveryStatus.State::text)
			.containsExactly("idle", "delivering", "retrying", "held-unauthorized", "unauthorized", "refused",
					"unconfirmed", "dropping");
	}

	@Test
	void staysUpHoweverLongItFails() {
		FakeStatus status = FakeStatus.failing(DeliveryStatus.State.HELD_UNAUTHORIZED, Duration.ofDays(9));
		assertThat(status(status, null)).isEqualTo(Status.UP);
	}

	@Test
	void isDownOnceItHasFailedForTheTimeThatTheUserSays() {
		assertThat(status(FAILING, Duration.ofMinutes(10))).isEqualTo(Status.DOWN);
		assertThat(status(FAILING, Duration.ofMinutes(11))).isEqualTo(Status.UP);
		assertThat(status(FakeStatus.idle(), Duration.ZERO)).isEqualTo(Status.UP);
	}

	@Test
	void showsNoSecret() {
		Health health = new ExportHealthIndicator(FAILING, null, null, false).health();
		assertThat(health.toString() + FAILING.picture()).doesNotContain("hunter22");
	}

	@Test
	void isUnknownAndSaysWhyWhereNothingIsDelivered() {
		ApplicationContextRunner idle = this.runner.withBean(Destination.class,
				() -> Destination.none("OTLP", "no endpoint is known"));
		for (ApplicationContextRunner each : List.of(idle, idle.withBean(DeliveryStatus.class, FakeStatus::idle))) {
			each.run(
					(context) -> assertThat(context.getBean("empExportHealthIndicator", HealthIndicator.class).health())
						.isEqualTo(Health.unknown().withDetail("reason", "no endpoint is known").build()));
		}
		this.runner.withBean(Destination.class, () -> Destination.sent("OTLP", "http://localhost:1", Duration.ZERO))
			.run((context) -> assertThat(context.getBean(HealthIndicator.class).health()).isEqualTo(
					Health.unknown().withDetail("reason", "another sender than that of emp-metrics delivers").build()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "spring.main.banner-mode=off", "management.otlp.metrics.export.enabled=false",
			"OTEL_METRICS_EXPORTER=none", "management.defaults.metrics.export.enabled=false" })
	void isAMemberOfAGroupThoughTheExportIsOff(String setting) {
		try (ConfigurableApplicationContext context = ExportApplication.withoutReceiver()
			.with("management.endpoint.health.group.live.include=livenessState,empExport",
					"management.endpoint.health.probes.enabled=true", setting)
			.run()) {
			HealthDescriptor live = context.getBean(HealthEndpoint.class).healthForPath("live", "empExport");
			assertThat(live).isNotNull().extracting(HealthDescriptor::getStatus).isEqualTo(Status.UNKNOWN);
			assertThat(context.getBean(HealthEndpoint.class).healthForPath("live")).isNotNull()
				.extracting(HealthDescriptor::getStatus)
				.isEqualTo(Status.UP);
		}
	}

	@Test
	void isThereWhereTheDeliveryIs() {
		this.runner.withBean(DeliveryStatus.class, () -> FAILING)
			.withPropertyValues("emp.metrics.export.health.down-after=1m")
			.run((context) -> assertThat(
					context.getBean("empExportHealthIndicator", ExportHealthIndicator.class).health().getStatus())
				.isEqualTo(Status.DOWN));
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "-1m" })
	void stopsTheStartWhereATimeIsNotAboveZero(String downAfter) {
		this.runner.withBean(DeliveryStatus.class, () -> FAILING)
			.withPropertyValues("emp.metrics.export.health.down-after=" + downAfter)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidSettingException.class)
				.hasMessageStartingWith("The property emp.metrics.export.health.down-after is '")
				.hasMessageEndingWith("which is not above zero"));
	}

	@Test
	void canBeSwitchedOff() {
		ApplicationContextRunner delivering = this.runner.withBean(DeliveryStatus.class, () -> FAILING);
		for (String property : new String[] { "management.health.emp-export.enabled=false",
				"management.health.defaults.enabled=false", "emp.metrics.enabled=false" }) {
			delivering.withPropertyValues(property)
				.run((context) -> assertThat(context).doesNotHaveBean(HealthIndicator.class));
		}
	}

	@Test
	void isNotMissedWhereThereIsNoHealth() {
		new ApplicationContextRunner()
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.health.contributor"))
			.withUserConfiguration(Everything.class)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("empExportHealthIndicator"));
	}

	private static Status status(DeliveryStatus status, @Nullable Duration downAfter) {
		return new ExportHealthIndicator(status, null, downAfter, false).health().getStatus();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Everything {

	}

}
