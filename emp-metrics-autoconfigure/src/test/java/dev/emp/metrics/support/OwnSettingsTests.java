package dev.emp.metrics.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.BoundConfigurationProperties;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.env.ConfigTreePropertySource;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OwnSettings} and {@link KnownProperties}.
 */
@ExtendWith(OutputCaptureExtension.class)
class OwnSettingsTests {

	/** Names that stay the same whichever features there are. */
	private static final KnownProperties KNOWN = KnownProperties
		.of(Stream
			.of("enabled:Boolean", "interval:Duration", "gpu.enabled:Boolean", "host.enabled:Boolean",
					"host.interval:Duration", "host.proc-path:String", "host.sys-path:String", "http.enabled:Boolean",
					"disk.interval:Duration", "disk.paths:List<String>", "job.tag-keys:List<String>",
					"queue.exclude:Set<String>", "export.dash0.token:String", "export.spool.max-age:Duration",
					"export.tiers.low:Duration", "export.tiers.overrides:Map<String,Tier>")
			.map((property) -> property.split(":", 2))
			.map((property) -> "{ \"name\": \"emp.metrics.%s\",\n\"type\": \"%s%s\" }".formatted(property[0],
					property[1].equals("Duration") ? "java.time."
							: property[1].contains("<") ? "java.util." : "java.lang.",
					property[1]))
			.collect(Collectors.joining(",", "{ \"properties\": [", "]}")));

	private final ApplicationContextRunner runner = runner();

	@ParameterizedTest
	@CsvSource({ "emp.metrics.gpu.enable, emp.metrics.gpu.enabled",
			"emp.metrics.hosts.enabled, emp.metrics.host.enabled", "emp.metrics.gpu, emp.metrics.gpu.enabled",
			"emp.metrics.dash0.token, emp.metrics.export.dash0.token", "emp.metrics.Intervall, emp.metrics.interval",
			"emp.metrics.disk.path[1], emp.metrics.disk.paths",
			"emp.metrics.job.tag-keys.tenant, emp.metrics.job.tag-keys",
			"emp.metrics.gpu.enabled.always, emp.metrics.gpu.enabled" })
	void warnsOnceOfAPropertyThatIsNotKnownAndNamesTheNearest(String property, String nearest, CapturedOutput output) {
		this.runner.withPropertyValues(property + "=hunter22").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(warnings(output)).singleElement()
				.asString()
				.contains(property.replaceAll("\\[.*", ""), "from property source \"test\"",
						"Did you mean " + nearest + "?",
						"https://github.com/emp-metrics/emp-metrics/blob/main/docs/configuration.md#properties")
				.doesNotContain("hunter22");
		});
	}

	@Test
	void namesNothingWhereNothingIsNear(CapturedOutput output) {
		this.runner.withPropertyValues("emp.metrics.slo.objectives.fast.target=0.99")
			.run((context) -> assertThat(warnings(output)).singleElement()
				.asString()
				.contains("emp.metrics.slo.objectives.fast.target", "No property has a name like it."));
	}

	@Test
	void warnsOnceOfAListAndOfAPropertyThatIsSetTwice(CapturedOutput output) {
		this.runner.withPropertyValues("emp.metrics.disk.path[0]=/", "emp.metrics.disk.path[1]=/data")
			.withSystemProperties("emp.metrics.gpu.enable=false")
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(variables(Map.of("EMP_METRICS_GPU_ENABLE", "false"))))
			.run((context) -> assertThat(warnings(output)).hasSize(2));
	}

	@Test
	void namesAVariableAsItIsWritten(CapturedOutput output) {
		this.runner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(variables(Map.of("EMP_METRICS_HOST_PROCPAHT", "/proc"))))
			.run((context) -> assertThat(warnings(output)).singleElement()
				.asString()
				.contains("emp-metrics has no property for the variable EMP_METRICS_HOST_PROCPAHT,",
						"Did you mean emp.metrics.host.proc-path, as a variable EMP_METRICS_HOST_PROCPATH?"));
	}

	@Test
	void readsConfigurationTrees(@TempDir Path tree, CapturedOutput output) throws IOException {
		Files.writeString(tree.resolve("emp.metrics.gpu.enable"), "false");
		Files.writeString(Files.createDirectories(tree.resolve("emp/metrics/http")).resolve("enabled"), "false");
		this.runner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new ConfigTreePropertySource("tree", tree)))
			.run((context) -> assertThat(warnings(output)).singleElement()
				.asString()
				.contains("emp.metrics.gpu.enable", tree.toString()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "emp.metrics.gpu.enabled=false", "emp.metrics.disk.paths=/", "emp.metrics.disk.paths[1]=/",
			"emp.metrics.job.tagKeys[0]=tenant", "emp.metrics.job.tag_keys=tenant",
			"emp.metrics.export.tiers.overrides.jvm.gc=low", "emp.metrics.export.tiers.overrides[jvm.gc]=low",
			"emp.metrics.HOST.proc-path=/proc", "emp-metrics.color=blue", "management.emp.metrics.any=1" })
	void isSilentAboutWhatIsKnownOrAnothers(String property, CapturedOutput output) {
		this.runner.withPropertyValues(property).run((context) -> assertThat(warnings(output)).isEmpty());
	}

	@Test
	void isSilentAboutVariablesOfAnyForm(CapturedOutput output) {
		this.runner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(variables(Map.of("EMP_METRICS_HOST_PROCPATH", "/proc", "EMP_METRICS_HOST_SYS_PATH", "/sys",
						"EMP_METRICS_JOB_TAGKEYS_0", "tenant", "EMP_METRICS_QUEUE_EXCLUDE_1", "b",
						"EMP_METRICS_EXPORT_TIERS_OVERRIDES_JVM_GC", "low", "emp_metrics_gpu_enabled", "true"))))
			.run((context) -> assertThat(warnings(output)).isEmpty());
	}

	@Test
	void isSilentAboutWhatTheApplicationBindsItself(CapturedOutput output) {
		this.runner.withUserConfiguration(Own.class)
			.withPropertyValues("emp.metrics.mine.color=blue", "emp.metrics.mine.colour=blue")
			.run((context) -> assertThat(warnings(output)).singleElement()
				.asString()
				.contains("emp.metrics.mine.colour"));
	}

	@ParameterizedTest
	@CsvSource({ "emp.metrics.interval, 30000, 8h20m, 30s", "emp.metrics.interval, 7500, 2h5m, 7500ms",
			"emp.metrics.host.interval, 60000, 16h40m, 60s", "emp.metrics.export.tiers.low, 120000, 33h20m, 120s" })
	void warnsOfMillisecondsThatAreReadAsSeconds(String property, String value, String read, String meant,
			CapturedOutput output) {
		this.runner.withPropertyValues(property + "=" + value)
			.run((context) -> assertThat(warnings(output)).singleElement()
				.asString()
				.contains(property + " is '" + value + "', which is read as seconds: " + read,
						"Write " + meant + " if milliseconds are meant"));
	}

	@Test
	void checksWhatIsLeftWhereAnIntervalCannotBeRead(CapturedOutput output) {
		this.runner
			.withPropertyValues("emp.metrics.disk.interval=often", "emp.metrics.host.interval=60000",
					"emp.metrics.queue.exclude=${nowhere}")
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(variables(Map.of("ENABLE_JOBS_METRICS", "false"))))
			.run((context) -> assertThat(warnings(output)).hasSize(2)
				.anyMatch((line) -> line.contains("emp.metrics.host.interval"))
				.anyMatch((line) -> line.contains("ENABLE_JOBS_METRICS")));
	}

	@Test
	void warnsOfAnIntervalOfDays(CapturedOutput output) {
		this.runner.withPropertyValues("emp.metrics.interval=2d")
			.run((context) -> assertThat(warnings(output)).singleElement()
				.asString()
				.contains("emp.metrics.interval is '2d'", "30s"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "emp.metrics.interval=1h", "emp.metrics.interval=3600", "emp.metrics.disk.interval=6h",
			"emp.metrics.export.spool.max-age=21600" })
	void isSilentAboutIntervalsThatMayBeMeant(String property, CapturedOutput output) {
		this.runner.withPropertyValues(property).run((context) -> assertThat(warnings(output)).isEmpty());
	}

	@ParameterizedTest
	@ValueSource(strings = { "include=health,prometheus", "include[0]=Prometheus" })
	void saysWhichDependencyAScrapeNeeds(String include, CapturedOutput output) {
		ApplicationContextRunner exposing = this.runner
			.withPropertyValues("management.endpoints.web.exposure." + include);
		exposing.withClassLoader(new FilteredClassLoader("io.micrometer.prometheusmetrics"))
			.run((context) -> assertThat(warnings(output)).singleElement()
				.asString()
				.contains("management.endpoints.web.exposure.include names prometheus",
						"io.micrometer:micrometer-registry-prometheus"));
		exposing.run((context) -> assertThat(warnings(output)).hasSize(1));
	}

	@Test
	void saysNothingWhereAllIsOff(CapturedOutput output) {
		this.runner.withPropertyValues("emp.metrics.enabled=false", "emp.metrics.gpu.enable=false")
			.run((context) -> assertThat(output).doesNotContain("gpu.enable"));
	}

	@Test
	void knowsThePropertiesOfTheMetadata() throws IOException {
		KnownProperties known = KnownProperties.read();
		String metadata = Files.readString(Path.of("target/classes/META-INF/spring-configuration-metadata.json"));
		List<?> properties = (List<?>) JsonParserFactory.getJsonParser().parseMap(metadata).get("properties");
		assertThat(properties).isNotNull();
		assertThat(known.types().keySet().stream().map(ConfigurationPropertyName::toString))
			.containsExactlyInAnyOrderElementsOf(properties.stream()
				.map((property) -> String.valueOf(((Map<?, ?>) property).get("name")))
				.filter((name) -> name.startsWith("emp.metrics."))
				.toList());
		assertThat(known.types()).containsEntry(ConfigurationPropertyName.of("emp.metrics.interval"),
				"java.time.Duration");
		assertThat(KnownProperties.of("{}").types()).isEmpty();
	}

	@Test
	void isThereByItself(CapturedOutput output) {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SupportAutoConfiguration.class, ReportAutoConfiguration.class))
			.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withPropertyValues("emp.metrics.intervall=30s")
			.run((context) -> assertThat(warnings(output)).singleElement()
				.asString()
				.contains("Did you mean emp.metrics.interval?"));
	}

	static ApplicationContextRunner runner() {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SupportAutoConfiguration.class, ReportAutoConfiguration.class))
			.withUserConfiguration(Fixed.class)
			.withBean(MeterRegistry.class, SimpleMeterRegistry::new);
	}

	static List<String> warnings(CapturedOutput output) {
		return output.getOut().lines().filter((line) -> line.contains("WARN")).toList();
	}

	static PropertySource<?> variables(Map<String, Object> variables) {
		return new SystemEnvironmentPropertySource("variables-systemEnvironment", variables);
	}

	@Configuration(proxyBeanMethods = false)
	static class Fixed {

		@Bean
		SettingsCheck empOwnSettings(ApplicationContext context) {
			return new OwnSettings(context.getEnvironment(), BoundConfigurationProperties.get(context), () -> KNOWN);
		}

	}

	/**
	 * Properties of the application that stand below ours.
	 *
	 * @param color a property
	 */
	@ConfigurationProperties("emp.metrics.mine")
	record Mine(String color) {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(Mine.class)
	static class Own {

	}

}
