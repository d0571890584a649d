package dev.emp.metrics.support;

import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.PropertySource;

import dev.emp.metrics.InvalidSettingException;
import dev.emp.metrics.MeterDefinition;
import dev.emp.metrics.MeterDefinitions;
import dev.emp.metrics.MeterSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link BucketsCheck}, and for the buckets of a {@link MeterSpec}.
 */
class BucketsCheckTests {

	private static final String PREFIX = "management.metrics.distribution.slo.";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SupportAutoConfiguration.class))
		.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
		.withBean("meters", MeterDefinitions.class,
				() -> new MeterDefinitions(List.of(definition(MeterSpec.timer("bake.duration", "How long")),
						definition(MeterSpec.summary("bake.size", "How big", "bytes")),
						definition(MeterSpec.counter("bake.count", "How many")))));

	@ParameterizedTest
	@ValueSource(strings = { "bake.duration=100ms,1s,1m", "bake.duration=10,20,1s", "bake.duration=1s",
			"bake.duration=", "bake=", "bake.size=1,2.5,3", "bake=100ms,1s", "bake=1,2,3", "bake.count=3,2,1",
			"other.duration=3s,2s", "bak=3,2,1", "all=3,2,1" })
	void letsPassWhatIncreasesOrIsNotOurs(String property) {
		this.runner.withPropertyValues(PREFIX + property).run((context) -> assertThat(context).hasNotFailed());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			value = { "bake.duration=1s,500ms | '1s,500ms', which does not increase | bake.duration",
					"bake.duration=1s,1s | '1s,1s', which does not increase | 100ms,1s,10s",
					"bake.duration=0.1,0.5,1 | '0.1,0.5,1', which does not increase | in whole milliseconds",
					"bake.duration=0,1 | does not increase from above zero | ascending",
					"bake.size=10,5 | '10,5', which does not increase | 1024,65536,1048576",
					"bake.size=1s,2s | '1s,2s', which has a bound that bake.size cannot have | 1024",
					"bake.duration=1s,fast | '1s,fast', which has a bound that bake.duration cannot have | 100ms",
					"bake=5,1 | " + PREFIX + "bake is '5,1' | bake.duration", "bake=2s,1s | '2s,1s' | bake.duration" })
	void stopsTheStartOtherwise(String property, String reason, String remedy) {
		this.runner.withPropertyValues(PREFIX + property)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOfSatisfying(InvalidSettingException.class, (ex) -> {
					assertThat(ex).hasMessageContaining(reason)
						.hasMessageContaining(PREFIX + property.substring(0, property.indexOf('=')));
					assertThat(ex.getRemedy()).contains(remedy);
				}));
	}

	@Test
	void prefersTheLongestName() {
		this.runner.withPropertyValues(PREFIX + "bake=3,2", PREFIX + "bake.size=1,2", PREFIX + "bake.duration=1,2")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void readsAListAndTheApplicationsPropertySource() {
		this.runner.withPropertyValues(PREFIX + "bake.size[0]=2", PREFIX + "bake.size[1]=1")
			.run((context) -> assertThat(context).hasFailed());
		this.runner.withUserConfiguration(WithPropertySource.class)
			.run((context) -> assertThat(context).getFailure().hasMessageContaining("'9,8'"));
	}

	@Test
	void stopsTheStartWhereEveryBeanIsLazy() {
		this.runner
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.withPropertyValues(PREFIX + "bake.size=2,1")
			.run((context) -> assertThat(context).hasFailed());
	}

	@Test
	void aSpecificationWantsAscendingBuckets() {
		assertThatExceptionOfType(InvalidSettingException.class)
			.isThrownBy(() -> MeterSpec.timer("bake.duration", "How long", 1, 2, 2))
			.withMessageContaining("bake.duration is '[1.0, 2.0, 2.0]', which does not increase");
		assertThat(MeterSpec.timer("bake.duration", "How long", 1, 2, 3).buckets()).hasSize(3);
	}

	private static MeterDefinition definition(MeterSpec spec) {
		return () -> spec;
	}

	@Configuration(proxyBeanMethods = false)
	@PropertySource("classpath:buckets.properties")
	static class WithPropertySource {

	}

}
