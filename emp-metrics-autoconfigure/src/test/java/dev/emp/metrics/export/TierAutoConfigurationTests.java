package dev.emp.metrics.export;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.registry.otlp.OtlpConfig;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import io.micrometer.registry.otlp.OtlpMetricsSender;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.UserConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.otlp.OtlpMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotationMetadata;

import dev.emp.metrics.InvalidSettingException;
import dev.emp.metrics.MeterDefinition;
import dev.emp.metrics.MeterDefinitions;
import dev.emp.metrics.MeterSpec;
import dev.emp.metrics.MeterSpec.Tier;
import dev.emp.metrics.support.Destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link TierAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class TierAutoConfigurationTests {

	private static final String FAST = "empFastOtlpMeterRegistry";

	private static final String LOW = "empLowOtlpMeterRegistry";

	private final ApplicationContextRunner plain = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ExportAutoConfiguration.class, TierAutoConfiguration.class,
				MetricsAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class,
				OtlpMetricsExportAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class))
		.withBean("definitions", MeterDefinitions.class, TierAutoConfigurationTests::definitions)
		.withPropertyValues("management.otlp.metrics.export.step=2h", "emp.metrics.export.tiers.fast=1h",
				"emp.metrics.export.tiers.low=3h");

	private final ApplicationContextRunner exporting = this.plain
		.withPropertyValues("management.otlp.metrics.export.url=http://localhost:1/v1/metrics");

	private final ApplicationContextRunner runner = this.exporting
		.withPropertyValues("emp.metrics.export.tiers.enabled=true")
		.withBean(OtlpMetricsSender.class, () -> (request) -> {
		});

	@Test
	void changesNothingWhereItIsNotAskedFor() {
		this.exporting.run((context) -> {
			assertThat(context).hasSingleBean(MeterRegistry.class).hasSingleBean(OtlpMeterRegistry.class);
			assertThat(context).doesNotHaveBean(TierPostProcessor.class).doesNotHaveBean(TierSteps.class);
			assertThat(context.getBean(Destination.class).every()).hasSize(1);
		});
	}

	@Test
	void putsEachMeterIntoOneRegistry() {
		this.runner.run((context) -> {
			assertThat(context.getBean(MeterRegistry.class)).isInstanceOf(CompositeMeterRegistry.class);
			register(context.getBean(MeterRegistry.class));
			assertThat(names(context, FAST)).containsExactly("a.fast", "a.fast.max");
			assertThat(names(context, "otlpMeterRegistry")).containsExactly("a.standard", "foreign");
			assertThat(names(context, LOW)).containsExactly("a.low");
		});
	}

	@Test
	void saysThatBootsRegistryHasAnotherName(CapturedOutput output) {
		RootBeanDefinition renamed = new RootBeanDefinition(OtlpMeterRegistry.class);
		renamed.setFactoryBeanName(OtlpMetricsExportAutoConfiguration.class.getName());
		DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory();
		beanFactory.registerSingleton(OtlpMetricsExportAutoConfiguration.class.getName(), "Boot's");
		beanFactory.registerBeanDefinition("renamedRegistry", renamed);
		ConditionContext context = mock();
		given(context.getBeanFactory()).willReturn(beanFactory);
		assertThat(new OnTiersCondition().getMatchOutcome(context, AnnotationMetadata.introspect(getClass())).isMatch())
			.isFalse();
		assertThat(output.getOut().lines().filter((line) -> line.contains("WARN"))).singleElement()
			.asString()
			.contains("emp.metrics.export.tiers.enabled has no effect", "renamedRegistry");
	}

	@Test
	void tellsTheIntervals() {
		this.runner.run((context) -> assertThat(context.getBean(Destination.class).every()).extracting("seconds")
			.containsExactly(3600L, 7200L, 10800L));
	}

	@Test
	void obeysOverrides() {
		this.runner
			.withPropertyValues("emp.metrics.export.tiers.overrides.a.fast.max=low",
					"emp.metrics.export.tiers.overrides.foreign=fast")
			.run((context) -> {
				register(context.getBean(MeterRegistry.class));
				assertThat(names(context, FAST)).containsExactly("a.fast", "foreign");
				assertThat(names(context, LOW)).containsExactly("a.fast.max", "a.low");
			});
	}

	@Test
	void keepsTheFiltersAndPropertiesOfTheUserAtWork() {
		this.runner.withBean("accept", MeterFilter.class, () -> MeterFilter.acceptNameStartsWith("a"))
			.withBean("deny", MeterFilter.class, () -> MeterFilter.denyNameStartsWith("foreign"))
			.withBean("rename", MeterFilter.class, TierAutoConfigurationTests::renameToLow)
			.withPropertyValues("management.metrics.enable.a.standard=false", "management.metrics.tags.site=x")
			.run((context) -> {
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				register(registry);
				registry.counter("renamed");
				assertThat(names(context, "otlpMeterRegistry")).isEmpty();
				assertThat(names(context, FAST)).containsExactly("a.fast", "a.fast.max");
				assertThat(names(context, LOW)).containsExactly("a.low", "a.low.renamed");
				assertThat(context.getBean(FAST, MeterRegistry.class).getMeters())
					.allMatch((meter) -> "x".equals(meter.getId().getTag("site")));
			});
	}

	@Test
	void leavesOtherRegistriesAlone() {
		this.runner.withUserConfiguration(OtherRegistries.class).run((context) -> {
			register(context.getBean(MeterRegistry.class));
			assertThat(names(context, "simple")).hasSize(5);
			assertThat(names(context, "elsewhere")).hasSize(5);
			assertThat(names(context, "otlpMeterRegistry")).hasSize(2);
		});
	}

	@Test
	void takesARegistryOfTheUserForATier() {
		this.runner.withUserConfiguration(OwnFast.class).run((context) -> {
			register(context.getBean(MeterRegistry.class));
			assertThat(context.getBean(FAST)).isInstanceOf(SimpleMeterRegistry.class);
			assertThat(names(context, FAST)).containsExactly("a.fast", "a.fast.max");
			assertThat(names(context, LOW)).containsExactly("a.low");
		});
	}

	@Test
	void stepsAsideForARegistryOfTheUserAndSaysSoOnce(CapturedOutput output) {
		this.runner.withConfiguration(UserConfigurations.of(OwnRegistry.class)).run((context) -> {
			assertThat(context).hasSingleBean(MeterRegistry.class).hasBean("ownRegistry");
			register(context.getBean(MeterRegistry.class));
			assertThat(names(context, "ownRegistry")).hasSize(5);
		});
		assertThat(output.getOut().split("tiers.enabled has no effect", -1)).hasSize(2);
	}

	@Test
	void doesNothingWhereNothingIsSent(CapturedOutput output) {
		ApplicationContextRunner wrong = this.plain.withPropertyValues("emp.metrics.export.tiers.enabled=true",
				"emp.metrics.export.tiers.fast=9h");
		wrong.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(MeterRegistry.class));
		wrong.withPropertyValues("management.otlp.metrics.export.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(MeterRegistry.class)
				.doesNotHaveBean(OtlpMeterRegistry.class));
		wrong.withPropertyValues("management.defaults.metrics.export.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(OtlpMeterRegistry.class));
		assertThat(output).doesNotContain("WARN");
	}

	@Test
	void stopsTheStartWhereTheIntervalsAreOutOfOrder() {
		this.runner.withPropertyValues("emp.metrics.export.tiers.fast=2h")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidSettingException.class)
				.hasMessage("The property emp.metrics.export.tiers.fast is '7200s', which is not shorter than the step "
						+ "in force, 7200s"));
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void usesVirtualThreadsWhereBootDoes() {
		this.runner.withPropertyValues("spring.threads.virtual.enabled=true").run((context) -> {
			register(context.getBean(MeterRegistry.class));
			assertThat(names(context, "otlpMeterRegistryVirtualThreads")).containsExactly("a.standard", "foreign");
			assertThat(names(context, FAST)).containsExactly("a.fast", "a.fast.max");
		});
	}

	@Test
	void pushesAllThatWasCountedWhenTheContextCloses() {
		List<Integer> sent = new ArrayList<>();
		this.exporting.withPropertyValues("emp.metrics.export.tiers.enabled=true")
			.withBean(OtlpMetricsSender.class, () -> (request) -> sent.add(request.getMetricsData().length))
			.run((context) -> {
				register(context.getBean(MeterRegistry.class));
				assertThat(sent).isEmpty();
			});
		assertThat(sent).hasSize(3);
	}

	private static MeterDefinitions definitions() {
		List<MeterDefinition> definitions = List.of(() -> MeterSpec.counter("a.fast", "Fast").tier(Tier.FAST),
				() -> MeterSpec.counter("a.standard", "Standard"),
				() -> MeterSpec.counter("a.low", "Low").tier(Tier.LOW));
		return new MeterDefinitions(definitions);
	}

	private static void register(MeterRegistry registry) {
		for (String name : List.of("a.fast", "a.fast.max", "a.standard", "a.low", "foreign")) {
			Counter counter = registry.counter(name);
			counter.increment();
		}
	}

	private static List<String> names(ApplicationContext context, String registry) {
		return context.getBean(registry, MeterRegistry.class)
			.getMeters()
			.stream()
			.map((meter) -> meter.getId().getName())
			.sorted()
			.toList();
	}

	private static MeterFilter renameToLow() {
		return new MeterFilter() {

			@Override
			public Meter.Id map(Meter.Id id) {
				return id.getName().equals("renamed") ? id.withName("a.low.renamed") : id;
			}
		};
	}

	private static OtlpConfig hourly() {
		return (key) -> key.equals("otlp.step") ? TimeUnit.HOURS.toMillis(1) + "ms" : null;
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnRegistry {

		@Bean
		OtlpMeterRegistry ownRegistry(OtlpMetricsSender sender) {
			return OtlpMeterRegistry.builder(hourly()).metricsSender(sender).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnFast {

		@Bean
		MeterRegistry empFastOtlpMeterRegistry() {
			return new SimpleMeterRegistry();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OtherRegistries {

		@Bean
		SimpleMeterRegistry simple() {
			return new SimpleMeterRegistry();
		}

		@Bean
		MeterRegistry elsewhere(OtlpMetricsSender sender) {
			return OtlpMeterRegistry.builder(hourly()).metricsSender(sender).build();
		}

	}

}
