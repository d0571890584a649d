package dev.emp.metrics.export;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.micrometer.core.instrument.Clock;
import io.micrometer.registry.otlp.OtlpConfig;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import io.micrometer.registry.otlp.OtlpMetricsSender;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import dev.emp.metrics.support.Destination;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the export of an application with several registries of its own.
 */
class SeveralRegistriesTests {

	private final FaultyReceiver first = FaultyReceiver.start();

	private final FaultyReceiver second = FaultyReceiver.start();

	@TempDir
	private Path directory;

	@AfterEach
	void stop() {
		this.first.stop();
		this.second.stop();
	}

	@Test
	void theHealthSaysWhatBecomesOfTheirPushes() {
		this.first.answersOtherwise(Fault.status(404));
		try (ConfigurableApplicationContext context = run(Beans.class)) {
			Awaitility.await().until(() -> health(context).getStatus().equals(Status.DOWN));
			assertThat(health(context).getDetails()).containsEntry("state", "refused")
				.containsEntry("lastReason", "http_404");
			this.first.answersOtherwise(Fault.ok());
			Awaitility.await().until(() -> health(context).getStatus().equals(Status.UP));
		}
	}

	@Test
	void theStartLineAndTheEndpointKnowAllOfThem() {
		this.second.answersOtherwise(Fault.status(404));
		try (ConfigurableApplicationContext context = run(Beans.class)) {
			assertThat(context.getBean(Destination.class).target()).contains(this.first.url() + " and ",
					this.second.url());
			ExportReply reply = context.getBean(ExportEndpoint.class).send();
			assertThat(reply.delivered()).isFalse();
			assertThat(reply.address()).contains(this.first.url() + " and ", this.second.url());
			assertThat(reply.answer()).contains(this.first.url() + " took all data points.", "status 404");
		}
	}

	@Test
	void theHealthKnowsRegistriesThatNoBeanConfigures() {
		try (ConfigurableApplicationContext context = run(Inline.class)) {
			Awaitility.await().until(() -> "delivering".equals(health(context).getDetails().get("state")));
		}
	}

	@Test
	void whatWasLeftForEachGoesOutBeforeTheFirstPush() throws Exception {
		for (FaultyReceiver receiver : List.of(this.first, this.second)) {
			leave(DestinationId.of(receiver.url(), Map.of()));
		}
		try (ConfigurableApplicationContext context = run(Beans.class, "test.step=1h")) {
			Awaitility.await().until(() -> testPoints(this.first) == 1 && testPoints(this.second) == 1);
			assertThat(context.isActive()).isTrue();
		}
	}

	@Test
	void whatDoesNotSayWhereItGoesWaitsWhereThatIsNotClear() throws Exception {
		leave(DestinationId.NONE);
		try (ConfigurableApplicationContext context = run(Beans.class)) {
			Awaitility.await().until(() -> this.first.stored().size() > 2 && this.second.stored().size() > 2);
			assertThat(testPoints(this.first) + testPoints(this.second)).isZero();
			assertThat(context.isActive()).isTrue();
		}
		assertThat(DiskSpoolTests.entries(this.directory)).hasSize(1);
	}

	private void leave(String destination) throws Exception {
		try (DiskSpool spool = new DiskSpool(this.directory, "dead", new NioSpoolFiles()).forDestination(destination,
				Duration.ofHours(6))) {
			spool.write(TestPoint.payload(Map.of(), Instant.now(), true));
		}
	}

	private static long testPoints(FaultyReceiver receiver) {
		return receiver.stored()
			.stream()
			.filter((stored) -> stored.pointsPerMetric().containsKey(TestPoint.NAME))
			.count();
	}

	private static Health health(ConfigurableApplicationContext context) {
		return Objects.requireNonNull(context.getBean("empExportHealthIndicator", HealthIndicator.class).health());
	}

	private ConfigurableApplicationContext run(Class<?> registries, String... settings) {
		return new ExportApplication().with(registries)
			.with("test.first=" + this.first.url(), "test.second=" + this.second.url(),
					"emp.metrics.export.spool.directory=" + this.directory,
					"emp.metrics.export.health.down-after=100ms", "management.endpoints.web.exposure.include=*",
					"management.endpoints.jmx.exposure.include=*", "spring.jmx.enabled=true")
			.with(settings)
			.run();
	}

	private static OtlpConfig config(Environment environment, String name) {
		return (key) -> switch (key) {
			case "otlp.url" -> environment.getProperty("test." + name);
			case "otlp.step" -> environment.getProperty("test.step", "100ms");
			default -> null;
		};
	}

	private static OtlpMeterRegistry registry(OtlpConfig config, OtlpMetricsSender sender) {
		OtlpMeterRegistry registry = OtlpMeterRegistry.builder(config)
			.clock(Clock.SYSTEM)
			.metricsSender(sender)
			.build();
		registry.counter("test.calls").increment();
		return registry;
	}

	/** With settings that are beans. */
	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@Bean
		OtlpConfig firstConfig(Environment environment) {
			return config(environment, "first");
		}

		@Bean
		OtlpConfig secondConfig(Environment environment) {
			return config(environment, "second");
		}

		@Bean
		OtlpMeterRegistry firstRegistry(OtlpConfig firstConfig, OtlpMetricsSender sender) {
			return registry(firstConfig, sender);
		}

		@Bean
		OtlpMeterRegistry secondRegistry(OtlpConfig secondConfig, OtlpMetricsSender sender) {
			return registry(secondConfig, sender);
		}

	}

	/** With settings that only the registry knows. */
	@Configuration(proxyBeanMethods = false)
	static class Inline {

		@Bean
		OtlpMeterRegistry firstRegistry(Environment environment, OtlpMetricsSender sender) {
			return registry(config(environment, "first"), sender);
		}

	}

}
