package dev.emp.metrics.test;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import dev.emp.metrics.MeterDefinition;
import dev.emp.metrics.MeterDefinitions;
import dev.emp.metrics.MeterSpec;
import dev.emp.metrics.job.JobAutoConfiguration;
import dev.emp.metrics.support.SupportAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the {@link JobMeterNames} are those of the library.
 */
class JobMeterNamesTests {

	private static final Map<String, List<String>> KEYS = Map.of(JobMeterNames.PROCESSED,
			List.of(JobMeterNames.JOB_NAME, JobMeterNames.STATUS), JobMeterNames.ACTIVE,
			List.of(JobMeterNames.JOB_NAME), JobMeterNames.DURATION, List.of(JobMeterNames.JOB_NAME),
			JobMeterNames.QUEUE_WAIT, List.of(JobMeterNames.JOB_NAME), JobMeterNames.ERRORS,
			List.of(JobMeterNames.JOB_NAME, JobMeterNames.ERROR_TYPE), JobMeterNames.OUTCOMES,
			List.of(JobMeterNames.JOB_NAME, JobMeterNames.KIND), JobMeterNames.RETRIES,
			List.of(JobMeterNames.JOB_NAME));

	private static final Map<String, Meter.Type> TYPES = Map.of(JobMeterNames.PROCESSED, Meter.Type.COUNTER,
			JobMeterNames.ACTIVE, Meter.Type.GAUGE, JobMeterNames.DURATION, Meter.Type.TIMER, JobMeterNames.QUEUE_WAIT,
			Meter.Type.TIMER, JobMeterNames.ERRORS, Meter.Type.COUNTER, JobMeterNames.OUTCOMES, Meter.Type.COUNTER,
			JobMeterNames.RETRIES, Meter.Type.COUNTER);

	@Test
	void namesTypesAndKeysAreThoseOfTheLibrary() {
		new ApplicationContextRunner().withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withConfiguration(AutoConfigurations.of(SupportAutoConfiguration.class, JobAutoConfiguration.class))
			.run((context) -> {
				Map<String, MeterSpec> specs = context.getBeanProvider(MeterDefinitions.class)
					.stream()
					.flatMap((definitions) -> definitions.all().stream())
					.map(MeterDefinition::spec)
					.collect(Collectors.toMap(MeterSpec::name, (spec) -> spec));
				KEYS.forEach((name, keys) -> assertThat(specs).hasEntrySatisfying(name, (spec) -> {
					assertThat(spec.tagKeys()).containsAll(keys);
					assertThat(spec.type()).isEqualTo(TYPES.get(name));
				}));
			});
	}

}
