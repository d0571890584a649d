package dev.emp.metrics.support;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.aot.AotDetector;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import dev.emp.metrics.LibraryVersion;
import dev.emp.metrics.job.JobAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReportAutoConfiguration}, {@link StartReport} and {@link Features}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ReportAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SupportAutoConfiguration.class, ReportAutoConfiguration.class,
				JobAutoConfiguration.class))
		.withBean(MeterRegistry.class, SimpleMeterRegistry::new);

	@Test
	void saysOnceWhichFeaturesAreOn(CapturedOutput output) {
		this.runner.run((context) -> assertThat(output).containsOnlyOnce("emp-metrics").contains("job on"));
	}

	@Test
	void saysWhichPropertySwitchedAFeatureOff(CapturedOutput output) {
		this.runner.withPropertyValues("emp.metrics.job.enabled=false")
			.run((context) -> assertThat(output).contains("job off (emp.metrics.job.enabled is false)"));
	}

	@Test
	void namesTheVariableThatSwitchedAFeatureOff(CapturedOutput output) {
		this.runner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment",
						Map.of("EMP_METRICS_JOB_ENABLED", "false"))))
			.run((context) -> assertThat(output).contains("job off (EMP_METRICS_JOB_ENABLED is false)"));
		new SpringApplicationBuilder(Everything.class).web(WebApplicationType.NONE)
			.run("--ENABLE_JOB_METRICS=false")
			.close();
		assertThat(output).contains("job off (ENABLE_JOB_METRICS is false)");
	}

	@Test
	void saysWhatAFeatureHasFound(CapturedOutput output) {
		this.runner.withBean(FeatureNote.class, () -> new FeatureNote("job", () -> "none found")).run((context) -> {
			assertThat(output).contains("emp-metrics").contains(" job: none found").doesNotContain("job on");
			assertThat(features(context)).containsEntry("job", "on: none found");
		});
		this.runner.withBean(FeatureNote.class, () -> new FeatureNote("job", () -> null))
			.run((context) -> assertThat(output).contains("job on"));
	}

	@Test
	void saysWhichVersionItIs(CapturedOutput output) {
		assertThat(LibraryVersion.get()).matches("\\d+\\.\\d+\\.\\d+(-\\w+)?");
		this.runner.run((context) -> assertThat(output).contains("emp-metrics " + LibraryVersion.get() + ": "));
	}

	@Test
	void saysThatAFeatureIsExcluded() {
		new ApplicationContextRunner()
			.withPropertyValues("spring.autoconfigure.exclude=" + JobAutoConfiguration.class.getName())
			.withUserConfiguration(Everything.class)
			.run((context) -> assertThat(features(context)).containsEntry("job", "JobAutoConfiguration is excluded"));
	}

	@Test
	void saysWhatWasDecidedAheadOfTime() {
		System.setProperty(AotDetector.AOT_ENABLED, "true");
		try {
			assertThat(Features.of(new DefaultListableBeanFactory())).containsEntry("job",
					"decided when the application was built");
		}
		finally {
			System.clearProperty(AotDetector.AOT_ENABLED);
		}
	}

	@Test
	void namesEachFeatureOnceAndNothingElse() {
		new ApplicationContextRunner().withUserConfiguration(Everything.class)
			.run((context) -> assertThat(features(context)).containsEntry("job", "on")
				.doesNotContainKeys("support", "metrics"));
	}

	@Test
	void saysWhereMetricsGoAndHowOften(CapturedOutput output) {
		this.runner
			.withBean(Destination.class,
					() -> Destination.sent("OTLP", "http://collector:4318/v1/metrics", Duration.ofSeconds(30)))
			.withBean(PrometheusMeterRegistry.class, () -> new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))
			.withBean("empMeters", Meters.class, () -> new Meters(new SimpleMeterRegistry()))
			.run((context) -> assertThat(output)
				.contains("; OTLP to http://collector:4318/v1/metrics every 30s; prometheus registry"));
	}

	@Test
	void saysWhyNothingIsSent(CapturedOutput output) {
		this.runner.withBean(Destination.class, () -> Destination.none("OTLP", "no endpoint known"))
			.run((context) -> assertThat(output).contains("; OTLP none: no endpoint known").doesNotContain("every"));
	}

	@Test
	void takesNoAddressForAReason(CapturedOutput output) {
		this.runner
			.withBean(Destination.class, () -> Destination.sent("OTLP", "none.example (test)", Duration.ofMillis(1500)))
			.run((context) -> assertThat(output).contains("; OTLP to none.example (test) every 1500ms"));
	}

	@Test
	void saysThatMetricsStayWhereNothingTakesThem(CapturedOutput output) {
		this.runner.run((context) -> assertThat(output).contains("; metrics stay in this process"));
	}

	@Test
	void tellsTheInfoEndpoint() {
		this.runner.withPropertyValues("emp.metrics.job.enabled=false").run((context) -> {
			Info.Builder builder = new Info.Builder();
			context.getBean("empInfoContributor", InfoContributor.class).contribute(builder);
			assertThat(builder.build().getDetails().get("emp")).asInstanceOf(InstanceOfAssertFactories.MAP)
				.containsEntry("destinations", List.of("metrics stay in this process"))
				.hasEntrySatisfying("features",
						(features) -> assertThat(features).asInstanceOf(InstanceOfAssertFactories.MAP)
							.containsEntry("job", "emp.metrics.job.enabled is false"));
		});
	}

	@Test
	void letsTheInfoBeSwitchedOffAndActuatorBeAbsent() {
		this.runner.withPropertyValues("management.info.emp.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean("empInfoContributor"));
		this.runner.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(StartReport.class));
	}

	@Test
	void speaksForTheParentOnly(CapturedOutput output) {
		this.runner.run((parent) -> this.runner.withParent(parent)
			.run((child) -> assertThat(output).containsOnlyOnce("emp-metrics")));
	}

	@Test
	void aRegistryThatCannotBeMadeDoesNotStopTheStart(CapturedOutput output) {
		this.runner.withBean("broken", PrometheusMeterRegistry.class, () -> {
			throw new IllegalStateException("no port");
		}, (definition) -> definition.setLazyInit(true))
			.withBean("empMeters", Meters.class, () -> new Meters(new SimpleMeterRegistry()))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(output.getOut().lines().filter((line) -> line.contains("WARN"))).singleElement()
					.asString()
					.contains("no port");
			});
	}

	@Test
	void speaksWhereEveryBeanIsLazy(CapturedOutput output) {
		this.runner
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> assertThat(output).containsOnlyOnce("emp-metrics"));
	}

	@Test
	void saysNothingWhereAllIsOff(CapturedOutput output) {
		this.runner.withPropertyValues("emp.metrics.enabled=false")
			.run((context) -> assertThat(output).doesNotContain("emp-metrics"));
	}

	private static Map<String, Object> features(ApplicationContext context) {
		@SuppressWarnings("unchecked")
		Map<String, Object> features = (Map<String, Object>) context.getBean(StartReport.class)
			.details()
			.getOrDefault("features", Map.of());
		return features;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Everything {

	}

}
