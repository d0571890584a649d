package dev.emp.metrics.gpu;

import java.util.List;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

import dev.emp.metrics.ConditionalOnFeature;
import dev.emp.metrics.MeterDefinitions;
import dev.emp.metrics.support.DaemonThreads;
import dev.emp.metrics.support.FeatureNote;
import dev.emp.metrics.support.Meters;
import dev.emp.metrics.support.SampledSources;
import dev.emp.metrics.support.Sampler;
import dev.emp.metrics.support.SupportAutoConfiguration;

/**
 * Auto-configuration of the metrics of GPUs.
 */
@AutoConfiguration(after = SupportAutoConfiguration.class)
@ConditionalOnBean({ Meters.class, Sampler.class })
@ConditionalOnFeature("gpu")
@EnableConfigurationProperties(GpuProperties.class)
public final class GpuAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "empGpuMeterDefinitions")
	MeterDefinitions empGpuMeterDefinitions() {
		return new MeterDefinitions(List.of(GpuMeters.values()));
	}

	@Bean
	@ConditionalOnMissingBean
	GpuSource empGpuSource(ObjectProvider<GpuReader> readers, GpuProperties properties, ConfigurableBeanFactory beans) {
		return new GpuSource(readers.getIfAvailable(() -> GpuReaders.of(properties)), properties.interval(),
				new DaemonThreads(beans.getBeanClassLoader()));
	}

	@Bean
	@ConditionalOnMissingBean(name = "empGpuNote")
	FeatureNote empGpuNote(GpuSource source) {
		return new FeatureNote("gpu", source::note);
	}

	@Bean
	@ConditionalOnMissingBean(name = "empGpuSources")
	SampledSources empGpuSources(GpuSource source) {
		return new SampledSources(List.of(source));
	}

}
