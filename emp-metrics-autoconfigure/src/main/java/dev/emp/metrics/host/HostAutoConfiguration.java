package dev.emp.metrics.host;

import java.util.List;
import java.util.Optional;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

import dev.emp.metrics.ConditionalOnFeature;
import dev.emp.metrics.MeterDefinitions;
import dev.emp.metrics.support.Meters;
import dev.emp.metrics.support.OperatingSystem;
import dev.emp.metrics.support.SampledSources;
import dev.emp.metrics.support.Sampler;
import dev.emp.metrics.support.SupportAutoConfiguration;

/**
 * Auto-configuration of the metrics of the machine.
 */
@AutoConfiguration(after = SupportAutoConfiguration.class)
@ConditionalOnBean({ Meters.class, Sampler.class })
@ConditionalOnFeature("host")
@EnableConfigurationProperties(HostProperties.class)
public final class HostAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "empHostMeterDefinitions")
	MeterDefinitions empHostMeterDefinitions() {
		return new MeterDefinitions(List.of(HostMeters.values()));
	}

	@Bean
	@ConditionalOnMissingBean(name = "empHostSources")
	SampledSources empHostSources(ObjectProvider<HostReader> readers, HostProperties properties, Meters meters) {
		Optional<HostReader> reader = Optional.ofNullable(readers.getIfAvailable())
			.or(() -> HostReaders.of(OperatingSystem.current(), properties, meters));
		return new SampledSources(
				reader.map((found) -> new HostSource(found, properties.interval())).stream().toList());
	}

}
