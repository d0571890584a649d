package dev.emp.metrics.container;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

import dev.emp.metrics.ConditionalOnFeature;
import dev.emp.metrics.MeterDefinitions;
import dev.emp.metrics.container.ContainerMeters.Keys;
import dev.emp.metrics.support.BlockDevices;
import dev.emp.metrics.support.Meters;
import dev.emp.metrics.support.OperatingSystem;
import dev.emp.metrics.support.SampledSources;
import dev.emp.metrics.support.Sampler;
import dev.emp.metrics.support.SupportAutoConfiguration;
import dev.emp.metrics.support.SupportMeters;

/**
 * Auto-configuration of the metrics of containers.
 */
@AutoConfiguration(after = SupportAutoConfiguration.class)
@ConditionalOnBean({ Meters.class, Sampler.class })
@ConditionalOnFeature("container")
@EnableConfigurationProperties(ContainerProperties.class)
public final class ContainerAutoConfiguration {

	private static final Path ROOT = Path.of("/");

	@Bean
	@ConditionalOnMissingBean(name = "empContainerMeterDefinitions")
	MeterDefinitions empContainerMeterDefinitions() {
		return new MeterDefinitions(List.of(ContainerMeters.values()));
	}

	@Bean
	@ConditionalOnMissingBean(name = "empContainerSources")
	SampledSources empContainerSources(ContainerProperties properties) {
		boolean linux = OperatingSystem.current() == OperatingSystem.LINUX;
		boolean askedFor = properties.docker().enabled() || properties.cgroups().enabled();
		OwnContainerSource own = new OwnContainerSource(ROOT, properties.interval(), askedFor);
		return new SampledSources(linux ? List.of(own) : List.of());
	}

	@Bean
	@ConditionalOnMissingBean
	OwnPlace empOwnPlace() {
		return new OwnPlace(ROOT);
	}

	@Bean
	@ConditionalOnMissingBean(name = "empDockerContainerSources")
	SampledSources empDockerContainerSources(ContainerProperties properties, OwnPlace own, Meters meters) {
		ContainerProperties.Docker docker = properties.docker();
		if (!docker.enabled()) {
			return new SampledSources(List.of());
		}
		ContainerFilter filter = new ContainerFilter(docker.include(), docker.exclude());
		DockerEndpoint endpoint = DockerEndpoint.of(docker.endpoint());
		DockerEngine engine = new DockerEngine(endpoint, docker.timeout(), filter.usesLabels());
		// another machine has other devices behind the numbers
		Predicate<String> disks = (endpoint.socket() != null) ? BlockDevices.byNumber(ROOT)::isLowest
				: (number) -> true;
		ContainerLimit limit = limit(meters, docker.maxContainers(), "docker");
		return new SampledSources(
				List.of(new DockerSource(engine, filter, limit, own::is, disks, properties.interval())));
	}

	@Bean
	@ConditionalOnMissingBean(name = "empCgroupContainerSources")
	SampledSources empCgroupContainerSources(ContainerProperties properties, OwnPlace own, Meters meters) {
		ContainerProperties.Cgroups cgroups = properties.cgroups();
		// where the Docker Engine is asked too, each would be there twice, under two
		// names
		if (!cgroups.enabled() || properties.docker().enabled()) {
			return new SampledSources(List.of());
		}
		ContainerLimit limit = limit(meters, cgroups.maxContainers(), "cgroups");
		return new SampledSources(List.of(new CgroupTreeSource(cgroups::tree, limit, own::is, properties.interval())));
	}

	private static ContainerLimit limit(Meters meters, int limit, String way) {
		return new ContainerLimit(limit, "emp.metrics.container." + way + ".max-containers",
				SupportMeters.overflow(meters, ContainerMeters.CPU_TIME, Keys.ID));
	}

}
