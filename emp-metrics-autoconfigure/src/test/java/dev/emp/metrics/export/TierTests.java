package dev.emp.metrics.export;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.micrometer.registry.otlp.OtlpConfig;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import dev.emp.metrics.InvalidSettingException;
import dev.emp.metrics.MeterDefinition;
import dev.emp.metrics.MeterDefinitions;
import dev.emp.metrics.MeterSpec;
import dev.emp.metrics.MeterSpec.Tier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Tiers}, {@link TierSteps}, {@link TierConfig} and
 * {@link TierProperties}.
 */
class TierTests {

	private static final MeterDefinition FAST = () -> MeterSpec.timer("job.duration", "One of ours", 1).tier(Tier.FAST);

	private static final MeterDefinition STANDARD = () -> MeterSpec.counter("job.duration.parts", "Another");

	@Test
	void oursHaveTheTierOfTheirDefinition() {
		assertThat(tiers(Map.of()).of("job.duration")).isEqualTo(Tier.FAST);
		assertThat(tiers(Map.of()).of("job.duration.parts")).isEqualTo(Tier.STANDARD);
	}

	@Test
	void whatIsDerivedFollows() {
		assertThat(tiers(Map.of()).of("job.duration.max")).isEqualTo(Tier.FAST);
		assertThat(tiers(Map.of()).of("job.duration.parts.max")).isEqualTo(Tier.STANDARD);
	}

	@Test
	void othersAreStandard() {
		assertThat(tiers(Map.of()).of("jvm.memory.used")).isEqualTo(Tier.STANDARD);
		assertThat(tiers(Map.of()).of("job.durations")).isEqualTo(Tier.STANDARD);
		assertThat(tiers(Map.of()).of("job")).isEqualTo(Tier.STANDARD);
		assertThat(tiers(Map.of()).of("")).isEqualTo(Tier.STANDARD);
	}

	@Test
	void theLongestOverrideCounts() {
		Tiers tiers = tiers(Map.of("jvm", Tier.LOW, "jvm.gc", Tier.FAST, "job", Tier.STANDARD));
		assertThat(tiers.of("jvm.memory.used")).isEqualTo(Tier.LOW);
		assertThat(tiers.of("jvm.gc.pause")).isEqualTo(Tier.FAST);
		assertThat(tiers.of("jvms.other")).isEqualTo(Tier.STANDARD);
		assertThat(tiers.of("job.duration")).isEqualTo(Tier.STANDARD);
	}

	@Test
	void theFirstOfTwoDefinitionsCounts() {
		Tiers tiers = new Tiers(Map.of(), () -> Stream.of(new MeterDefinitions(List.of(FAST)),
				new MeterDefinitions(List.of((MeterDefinition) () -> FAST.spec().tier(Tier.LOW)))));
		assertThat(tiers.of("job.duration")).isEqualTo(Tier.FAST);
	}

	@Test
	void bindsNamesWithDots() {
		TierProperties properties = new Binder(
				new MapConfigurationPropertySource(Map.of("emp.metrics.export.tiers.fast", "3",
						"emp.metrics.export.tiers.overrides.jvm.gc", "fast", "emp.metrics.export.tiers.overrides.jvm",
						"LOW", "emp.metrics.export.tiers.overrides[my_app.Total]", "low")))
			.bind("emp.metrics.export", ExportProperties.class)
			.get()
			.tiers();
		assertThat(properties.fast()).hasSeconds(3);
		assertThat(properties.low()).hasSeconds(120);
		assertThat(properties.enabled()).isFalse();
		assertThat(properties.overrides())
			.isEqualTo(Map.of("jvm.gc", Tier.FAST, "jvm", Tier.LOW, "my_app.Total", Tier.LOW));
	}

	@Test
	void bindsNamesOfVariables() {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
					new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
							Map.of("EMP_METRICS_EXPORT_TIERS_OVERRIDES_JVM_GC", "low")));
		TierProperties properties = Binder.get(environment)
			.bind("emp.metrics.export.tiers", TierProperties.class)
			.get();
		assertThat(properties.overrides()).isEqualTo(Map.of("jvm.gc", Tier.LOW));
	}

	@Test
	void refusesIntervalsOutOfOrder() {
		assertThat(steps("5s", "30s", "30s").all()).containsExactly(Duration.ofSeconds(5), Duration.ofSeconds(30),
				Duration.ofSeconds(30));
		assertInvalid("30s", "30s", "60s", "emp.metrics.export.tiers.fast is '30s'", "step in force, 30s");
		assertInvalid("1500ms", "1s", "60s", "emp.metrics.export.tiers.fast is '1500ms'", "step in force, 1s");
		assertInvalid("0s", "30s", "60s", "emp.metrics.export.tiers.fast is '0s'", "above zero");
		assertInvalid("5s", "30s", "29s", "emp.metrics.export.tiers.low is '29s'", "step in force, 30s");
	}

	@Test
	void refusesNothingWhereNothingIsSent() {
		OtlpConfig off = (key) -> key.equals("otlp.enabled") ? "false" : null;
		assertThat(TierSteps.of(off, properties("90s", "1s")).standard()).hasMinutes(1);
	}

	@Test
	void hasAllSettingsButTheStep() throws ReflectiveOperationException {
		List<String> asked = new ArrayList<>();
		TierConfig config = new TierConfig(recording(asked), Duration.ofSeconds(9));
		List<String> all = new ArrayList<>();
		for (Method method : OtlpConfig.class.getMethods()) {
			if (!Modifier.isStatic(method.getModifiers()) && !method.getName().equals("step")) {
				call(config, method);
				all.add(method.getName());
			}
		}
		assertThat(all).contains("url", "headers", "histogramFlavorPerMeter", "maxBucketsPerMeter");
		assertThat(asked).containsExactlyElementsOf(all);
		assertThat(config.step()).hasSeconds(9);
		assertThat(config).hasToString("TierConfig[step=PT9S]");
	}

	private static void call(TierConfig config, Method method) throws ReflectiveOperationException {
		try {
			method.invoke(config, (method.getParameterCount() == 1) ? new Object[] { "key" } : new Object[0]);
		}
		catch (InvocationTargetException ex) {
			// null where a primitive is due
			assertThat(ex).hasCauseInstanceOf(NullPointerException.class);
		}
	}

	private static OtlpConfig recording(List<String> asked) {
		return (OtlpConfig) Proxy.newProxyInstance(TierTests.class.getClassLoader(),
				new Class<?>[] { OtlpConfig.class }, (proxy, method, arguments) -> {
					asked.add(method.getName());
					return null;
				});
	}

	private static Tiers tiers(Map<String, Tier> overrides) {
		return new Tiers(overrides, () -> Stream.of(new MeterDefinitions(List.of(STANDARD, FAST))));
	}

	private static TierSteps steps(String fast, String step, String low) {
		OtlpConfig config = (key) -> key.equals("otlp.step") ? step : null;
		return TierSteps.of(config, properties(fast, low));
	}

	private static TierProperties properties(String fast, String low) {
		return new Binder(new MapConfigurationPropertySource(Map.of("fast", fast, "low", low)))
			.bind("", TierProperties.class)
			.get();
	}

	private static void assertInvalid(String fast, String step, String low, String... message) {
		assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(() -> steps(fast, step, low))
			.withMessageContainingAll(message)
			.extracting(InvalidSettingException::getRemedy)
			.asString()
			.contains("management.otlp.metrics.export.step", "OTEL_METRIC_EXPORT_INTERVAL");
	}

}
