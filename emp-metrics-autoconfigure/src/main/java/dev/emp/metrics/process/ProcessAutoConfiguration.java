package dev.emp.metrics.process;

import java.nio.file.Path;
import java.util.List;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

import dev.emp.metrics.ConditionalOnFeature;
import dev.emp.metrics.MeterDefinitions;
import dev.emp.metrics.support.Guarded;
import dev.emp.metrics.support.Meters;
import dev.emp.metrics.support.OperatingSystem;
import dev.emp.metrics.support.SampledSources;
import dev.emp.metrics.support.Sampler;
import dev.emp.metrics.support.SupportAutoConfiguration;
import dev.emp.metrics.support.SupportMeters;

/**
 * Auto-configuration of the metrics of this process.
 */
@AutoConfiguration(after = SupportAutoConfiguration.class)
@ConditionalOnBean({ Meters.class, Sampler.class })
@ConditionalOnFeature("process")
@EnableConfigurationProperties(ProcessProperties.class)
public final class ProcessAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "empProcessMeterDefinitions")
	MeterDefinitions empProcessMeterDefinitions() {
		return new MeterDefinitions(List.of(ProcessMeters.values()));
	}

	@Bean
	@ConditionalOnMissingBean
	OsProcess empOsProcess() {
		return switch (OperatingSystem.current()) {
			case LINUX -> new LinuxProcess(Path.of("/proc"));
			case OTHER_WITH_OSHI -> new OshiProcess();
			case OTHER -> new UnknownProcess();
		};
	}

	@Bean
	@ConditionalOnMissingBean(name = "empProcessSources")
	SampledSources empProcessSources(OsProcess process, Meters meters, ProcessProperties properties) {
		Guarded guard = SupportMeters.guard(meters, "process:system", "What only it knows of the process is missing.");
		ProcessReader reader = new ProcessReader(process, guard, meters.clock());
		return new SampledSources(List.of(new ProcessSource(reader, properties.interval())));
	}

}
