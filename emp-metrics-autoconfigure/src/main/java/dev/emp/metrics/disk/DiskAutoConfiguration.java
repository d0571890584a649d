package dev.emp.metrics.disk;

import java.util.List;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

import dev.emp.metrics.ConditionalOnFeature;
import dev.emp.metrics.MeterDefinitions;
import dev.emp.metrics.support.Meters;
import dev.emp.metrics.support.SampledSources;
import dev.emp.metrics.support.Sampler;
import dev.emp.metrics.support.SupportAutoConfiguration;

/**
 * Auto-configuration of the metrics of disk space.
 */
@AutoConfiguration(after = SupportAutoConfiguration.class)
@ConditionalOnBean({ Meters.class, Sampler.class })
@ConditionalOnFeature("disk")
@EnableConfigurationProperties(DiskProperties.class)
public final class DiskAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "empDiskMeterDefinitions")
	MeterDefinitions empDiskMeterDefinitions() {
		return new MeterDefinitions(List.of(DiskMeters.values()));
	}

	@Bean
	@ConditionalOnMissingBean(name = "empDiskSources")
	SampledSources empDiskSources(DiskProperties properties) {
		List<String> paths = properties.paths().isEmpty() ? List.of(DefaultPath.find()) : properties.paths();
		return new SampledSources(paths.stream().map((path) -> new DiskSource(path, properties.interval())).toList());
	}

}
