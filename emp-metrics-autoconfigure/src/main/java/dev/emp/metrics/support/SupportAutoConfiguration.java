package dev.emp.metrics.support;

import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

import dev.emp.metrics.ConditionalOnFeature;
import dev.emp.metrics.EmpMetricsProperties;
import dev.emp.metrics.MeterDefinitions;
import dev.emp.metrics.PrometheusNames;

/**
 * Auto-configuration of the ground that every feature stands on.
 */
@AutoConfiguration(after = { MetricsAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class,
		SimpleMetricsExportAutoConfiguration.class })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
@ConditionalOnFeature
@EnableConfigurationProperties(EmpMetricsProperties.class)
public final class SupportAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	Meters empMeters(MeterRegistry registry, Environment environment) {
		return new Meters(registry, WantedMeters.of(environment));
	}

	@Bean
	@ConditionalOnMissingBean
	@Order(Ordered.LOWEST_PRECEDENCE)
	static OwnMeterFilter empOwnMeterFilter(Environment environment) {
		return new OwnMeterFilter(environment, PrometheusNames::label);
	}

	@Bean
	@ConditionalOnMissingBean
	PushPhase empPushPhase() {
		return new PushPhase();
	}

	@Bean
	@ConditionalOnMissingBean
	Sampler empSampler(Meters meters, PushPhase pushes, Environment environment, EmpMetricsProperties properties,
			ConfigurableBeanFactory beans) {
		return new Sampler(meters, new SamplingPlan(SamplingInterval.inForce(environment, properties.interval()),
				pushes, IdleSampling.isMeant(environment, meters)), new DaemonThreads(beans.getBeanClassLoader()));
	}

	@Bean
	@ConditionalOnMissingBean
	SourcesLifecycle empSourcesLifecycle(Sampler sampler, ObjectProvider<SampledSources> sources) {
		return new SourcesLifecycle(sampler, sources);
	}

	@Bean
	@ConditionalOnMissingBean(name = "empSupportMeterDefinitions")
	MeterDefinitions empSupportMeterDefinitions() {
		return new MeterDefinitions(List.of(SupportMeters.values()));
	}

	@Bean
	@ConditionalOnMissingBean
	BucketsCheck empBucketsCheck(ObjectProvider<MeterDefinitions> definitions, Environment environment) {
		return new BucketsCheck(definitions, environment);
	}

}
