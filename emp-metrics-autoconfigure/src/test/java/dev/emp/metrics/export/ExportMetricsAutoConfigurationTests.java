package dev.emp.metrics.export;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.registry.otlp.OtlpConfig;
import io.micrometer.registry.otlp.OtlpMetricsSender;
import org.junit.jupiter.api.Test;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.otlp.OtlpMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.emp.metrics.support.SupportAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ExportMetricsAutoConfiguration}.
 */
class ExportMetricsAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ExportAutoConfiguration.class, MetricsAutoConfiguration.class,
				OtlpMetricsExportAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class,
				SupportAutoConfiguration.class, ExportMetricsAutoConfiguration.class))
		.withPropertyValues("management.otlp.metrics.export.step=1h");

	private final ApplicationContextRunner exporting = this.runner
		.withPropertyValues("management.otlp.metrics.export.url=http://localhost:1/v1/metrics");

	@Test
	void countsForASenderThatTheRegistryItselfNeeds() {
		this.exporting.withUserConfiguration(Sender.class).run((context) -> {
			context.getBean(DeliveryListener.class).points(Result.DROPPED, "expired", 2);
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get("emp.metrics.export.points").tag("reason", "at_start").counter()).isNotNull();
			assertThat(registry.get("emp.metrics.export.points").tag("reason", "expired").counter()).isNotNull();
			assertThat(registry.get("emp.metrics.export.held").gauge().value()).isEqualTo(7);
		});
	}

	@Test
	void countsInAContextOfLazyBeansAsWell() {
		this.exporting.withUserConfiguration(Sender.class)
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> assertThat(context.getBean(MeterRegistry.class).find("emp.metrics.export.held").gauge())
				.isNotNull());
	}

	@Test
	void saysNothingOfASenderOfTheApplication() {
		this.exporting.withBean(OtlpMetricsSender.class, () -> (request) -> {
		}).run((context) -> assertNothing(context.getBean(MeterRegistry.class)));
	}

	@Test
	void saysNothingWhereNothingIsSent() {
		this.runner.withUserConfiguration(Sender.class)
			.withPropertyValues("management.otlp.metrics.export.enabled=false")
			.withBean(SimpleMeterRegistry.class)
			.run((context) -> {
				assertThat(context.getBeanProvider(OtlpConfig.class)).isEmpty();
				assertNothing(context.getBean(MeterRegistry.class));
			});
	}

	@Test
	void countsOnceARegistryOfTheApplicationUsesTheSender() {
		this.runner.withUserConfiguration(Sender.class)
			.withPropertyValues("management.otlp.metrics.export.enabled=false",
					"management.metrics.enable.emp.metrics.export.payload=true")
			.withBean(SimpleMeterRegistry.class)
			.run((context) -> {
				context.getBean(FakeSender.class).send(OtlpMetricsSender.Request.builder(new byte[9]).build());
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				assertThat(registry.get("emp.metrics.export.points").tag("reason", "at_start").counter().count())
					.isEqualTo(1);
				assertThat(registry.get("emp.metrics.export.payload.size").summary().totalAmount()).isEqualTo(9);
			});
	}

	private static void assertNothing(MeterRegistry registry) {
		assertThat(registry.getMeters()).noneMatch((meter) -> meter.getId().getName().startsWith("emp.metrics.export"));
	}

	@Configuration(proxyBeanMethods = false)
	static class Sender {

		@Bean
		FakeSender sender(DeliveryListener listener) {
			listener.points(Result.ACCEPTED, "at_start", 1);
			return new FakeSender(listener);
		}

	}

	/**
	 * A sender that reports what it is given.
	 *
	 * @param listener hears of it
	 */
	record FakeSender(DeliveryListener listener) implements OtlpMetricsSender, DeliveryStatus {

		@Override
		public void send(Request request) {
			this.listener.accepted(request.getMetricsData().length);
		}

		@Override
		public Picture picture() {
			return FakeStatus.idle().picture();
		}

		@Override
		public Held held() {
			return HeldNumbers.SOME;
		}

	}

}
