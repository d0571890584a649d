package dev.emp.metrics.job;

import java.util.List;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MeterRegistryCustomizer;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import dev.emp.metrics.support.SupportAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that what would be unknown of a job is what the application says of all of its
 * meters.
 */
class CommonTagsTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class,
				CompositeMeterRegistryAutoConfiguration.class, PrometheusMetricsExportAutoConfiguration.class,
				SupportAutoConfiguration.class, JobAutoConfiguration.class))
		.withBean(Handler.class);

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void fillsWhatIsUnknownFromAProperty(boolean severalRegistries) {
		registries(severalRegistries)
			.withPropertyValues("management.metrics.tags.service=billing", "management.metrics.tags.queue=invoices",
					"management.metrics.tags.tenant=acme", "management.metrics.tags.region=eu",
					"emp.metrics.job.tag-keys=tenant,format")
			.run((context) -> {
				assertThat(jobs(context.getBean(PrometheusMeterRegistry.class), "jobs_processed_total")).isNotEmpty()
					.allMatch((line) -> !line.contains("service=\"unknown\"") && line.contains("queue=\"invoices\"")
							&& line.contains("priority=\"unknown\"") && line.contains("tenant=\"acme\"")
							&& line.contains("format=\"unknown\"") && line.contains("region=\"eu\""));
				context.getBean(Handler.class).plain();
				context.getBean(Handler.class).own();
				List<String> all = jobs(context.getBean(PrometheusMeterRegistry.class), "job");
				assertThat(all).filteredOn((line) -> line.contains("job_name=\"plain\""))
					.isNotEmpty()
					.allMatch((line) -> line.contains("service=\"billing\""));
				assertThat(all).filteredOn((line) -> line.contains("job_name=\"own\""))
					.isNotEmpty()
					.allMatch((line) -> line.contains("service=\"gpu\""));
				assertThat(context.getBean(MeterRegistry.class).find("emp.metrics.common.tags").meter()).isNull();
			});
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void fillsWhatIsUnknownFromACustomizer(boolean severalRegistries) {
		registries(severalRegistries)
			.withBean("common", MeterRegistryCustomizer.class,
					() -> (registry) -> registry.config().commonTags("service", "billing", "status", "mine"))
			.run((context) -> {
				context.getBean(Handler.class).plain();
				List<String> counts = jobs(context.getBean(PrometheusMeterRegistry.class), "jobs_processed_total");
				assertThat(counts)
					.allMatch((line) -> line.contains("status=\"started\"") || line.contains("status=\"completed\"")
							|| line.contains("status=\"failed\"") || line.contains("status=\"cancelled\""));
				assertThat(counts).filteredOn((line) -> line.contains("job_name=\"plain\""))
					.hasSize(4)
					.allMatch((line) -> line.contains("service=\"billing\""));
			});
	}

	@Test
	void sharesASeriesWithJobsThatSayTheSame() {
		registries(false).withPropertyValues("management.metrics.tags.service=billing").run((context) -> {
			JobRecorder recorder = context.getBean(JobRecorder.class);
			JobRun first = recorder.start(JobInfo.of("shared"));
			JobRun second = recorder.start(JobInfo.of("shared").service("billing"));
			assertThat(jobs(context.getBean(PrometheusMeterRegistry.class), "jobs_active"))
				.filteredOn((line) -> line.contains("job_name=\"shared\""))
				.singleElement()
				.asString()
				.contains("service=\"billing\"")
				.endsWith(" 2.0");
			first.succeed();
			second.succeed();
		});
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void countsAJobWhereAFilterFailsForWhatShowsTheTags(boolean severalRegistries) {
		registries(severalRegistries).withBean(MeterFilter.class, () -> new MeterFilter() {

			@Override
			public Meter.Id map(Meter.Id id) {
				if (!id.getName().startsWith("job")) {
					throw new IllegalStateException("test");
				}
				return id;
			}

		}).run((context) -> {
			context.getBean(Handler.class).plain();
			assertThat(jobs(context.getBean(PrometheusMeterRegistry.class), "jobs_processed_total"))
				.filteredOn((line) -> line.contains("job_name=\"plain\"") && line.contains("status=\"completed\""))
				.singleElement()
				.asString()
				.endsWith(" 1.0");
		});
	}

	private ApplicationContextRunner registries(boolean several) {
		return several ? this.runner.withBean("simple", SimpleMeterRegistry.class, SimpleMeterRegistry::new)
				: this.runner;
	}

	private static List<String> jobs(PrometheusMeterRegistry registry, String meter) {
		return registry.scrape().lines().filter((line) -> line.startsWith(meter)).toList();
	}

	static class Handler {

		@MeteredJob("plain")
		void plain() {
		}

		@MeteredJob(value = "own", service = "gpu")
		void own() {
		}

	}

}
