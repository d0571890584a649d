package dev.emp.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import io.micrometer.registry.otlp.OtlpMetricsSender;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MeterRegistryCustomizer;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.otlp.OtlpMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link IdentityTags} and {@link IdentityAutoConfiguration}, with Boot's
 * registries.
 */
@ExtendWith(OutputCaptureExtension.class)
class IdentityTagsTests {

	private static final String ATTRIBUTES = "management.opentelemetry.resource-attributes.";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(IdentityAutoConfiguration.class, MetricsAutoConfiguration.class,
				OtlpMetricsExportAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class))
		.withUserConfiguration(TwoRegistries.class)
		.withBean(OtlpMetricsSender.class, () -> (request) -> {
		})
		.withPropertyValues("management.otlp.metrics.export.url=http://localhost:1/v1/metrics",
				"management.otlp.metrics.export.step=1h", ATTRIBUTES + "machine.id=m", ATTRIBUTES + "worker.id=w",
				ATTRIBUTES + "deployment.environment=e");

	@Test
	void areOnEveryRegistryButOtlp() {
		this.runner.run((context) -> {
			assertThat(tags(context, SimpleMeterRegistry.class)).containsExactlyInAnyOrder(Tag.of("machine.id", "m"),
					Tag.of("worker.id", "w"), Tag.of("deployment.environment", "e"), Tag.of("own", "1"));
			assertThat(tags(context, OtlpMeterRegistry.class)).containsExactly(Tag.of("own", "1"));
			assertThat(context.getBean(CompositeMeterRegistry.class).getMeters())
				.allSatisfy((meter) -> assertThat(meter.getId().getTag("machine.id")).isNull());
		});
	}

	@Test
	void knowTheClassesByTheirNames(CapturedOutput output) {
		this.runner.run((context) -> assertThat(context.getBean(CompositeMeterRegistry.class).getClass().getName())
			.isEqualTo(IdentityTags.COMPOSITE));
		assertThat(OtlpMeterRegistry.class.getName()).isEqualTo(IdentityTags.OTLP);
		assertThat(output).doesNotContain("was not found");
	}

	@ParameterizedTest
	@ValueSource(strings = { IdentityTags.COMPOSITE, IdentityTags.OTLP })
	void sayThatAClassIsMissing(String name, CapturedOutput output) {
		ClassLoader renamed = new FilteredClassLoader((type) -> type.equals(name));
		new IdentityTags(ResourceAttributes.of(new MockEnvironment(), (variable) -> null), new MockEnvironment(), false)
			.checked(renamed);
		assertThat(output.getOut().lines().filter((line) -> line.contains("WARN"))).singleElement()
			.asString()
			.contains("Class " + name + " was not found", "machine_id");
		new IdentityTags(ResourceAttributes.of(new MockEnvironment(), (variable) -> null), new MockEnvironment(), false)
			.checked(new FilteredClassLoader("io.micrometer.registry.otlp"));
		assertThat(output.getOut().lines().filter((line) -> line.contains("WARN"))).hasSize(1);
	}

	@Test
	void areOverOtlpTooWhereTheUserWantsThem() {
		this.runner.withPropertyValues("emp.metrics.identity.as-tags=true")
			.run((context) -> assertThat(tags(context, OtlpMeterRegistry.class)).contains(Tag.of("worker.id", "w"),
					Tag.of("machine.id", "m"), Tag.of("deployment.environment", "e")));
	}

	@Test
	void leaveOutWhatIsNotKnown() {
		this.runner.withPropertyValues(ATTRIBUTES + "deployment.environment=")
			.run((context) -> assertThat(tags(context, SimpleMeterRegistry.class)).extracting(Tag::getKey)
				.containsExactlyInAnyOrder("machine.id", "own", "worker.id"));
	}

	@Test
	void giveWayToTagsOfTheUser() {
		this.runner.withPropertyValues("management.metrics.tags.worker.id=boot")
			.withBean("mine", MeterRegistryCustomizer.class,
					() -> (registry) -> registry.config().commonTags("machine.id", "customizer"))
			.run((context) -> assertThat(tags(context, SimpleMeterRegistry.class)).contains(Tag.of("worker.id", "boot"),
					Tag.of("machine.id", "customizer")));
	}

	@Test
	void giveWayToKeysThatAreTheSameLabel() {
		this.runner.withPropertyValues("management.metrics.tags.worker_id=boot")
			.withBean("mine", MeterRegistryCustomizer.class,
					() -> (registry) -> registry.config().commonTags("machine-id", "customizer"))
			.run((context) -> {
				context.getBean(CompositeMeterRegistry.class).counter("own", "deployment_environment", "meter");
				assertThat(context.getBean(SimpleMeterRegistry.class).get("own").counter().getId().getTags())
					.extracting(Tag::getKey)
					.containsExactlyInAnyOrder("worker_id", "machine-id", "deployment_environment");
			});
	}

	@Test
	void areOnACompositeOfTheUser() {
		SimpleMeterRegistry child = new SimpleMeterRegistry();
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(IdentityAutoConfiguration.class, MetricsAutoConfiguration.class))
			.withBean(MeterRegistry.class, () -> new CompositeMeterRegistry().add(child))
			.withPropertyValues(ATTRIBUTES + "worker.id=w")
			.run((context) -> {
				context.getBean(MeterRegistry.class).counter("test");
				assertThat(child.get("test").counter().getId().getTag("worker.id")).isEqualTo("w");
			});
	}

	@Test
	void giveWayToABeanOfTheUser() {
		MeterRegistryCustomizer<MeterRegistry> none = (registry) -> {
		};
		this.runner.withBean("empIdentityTags", MeterRegistryCustomizer.class, () -> none)
			.run((context) -> assertThat(tags(context, SimpleMeterRegistry.class)).containsExactly(Tag.of("own", "1")));
	}

	@Test
	void areNotThereWhereAllIsOff() {
		this.runner.withPropertyValues("emp.metrics.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean("empIdentityTags"));
	}

	private static Iterable<Tag> tags(ApplicationContext context, Class<? extends MeterRegistry> type) {
		context.getBean(CompositeMeterRegistry.class).counter("test", "own", "1");
		return context.getBean(type).get("test").counter().getId().getTags();
	}

	@Configuration(proxyBeanMethods = false)
	static class TwoRegistries {

		@Bean
		SimpleMeterRegistry simpleMeterRegistry() {
			return new SimpleMeterRegistry();
		}

	}

}
