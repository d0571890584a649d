package dev.emp.metrics.starter;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.registry.otlp.OtlpConfig;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.ClassUtils;

import dev.emp.metrics.job.JobInfo;
import dev.emp.metrics.job.JobRecorder;
import dev.emp.metrics.job.MeteredJob;
import dev.emp.metrics.job.UnmeteredJobAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for an application that has the starter and nothing else.
 */
@ExtendWith(OutputCaptureExtension.class)
class StarterTests {

	@Test
	void exportsOverOtlpWhereAnEndpointIsKnown() {
		try (ConfigurableApplicationContext context = run(
				"--management.otlp.metrics.export.url=http://localhost:1/v1/metrics")) {
			assertThat(context.getBean(MeterRegistry.class)).isInstanceOf(OtlpMeterRegistry.class);
			OtlpConfig config = context.getBean(OtlpConfig.class);
			assertThat(config.enabled()).isTrue();
			assertThat(config.step()).hasSeconds(30);
			assertThat(config.baseTimeUnit()).hasToString("SECONDS");
			assertThat(config.resourceAttributes()).containsKey("service.instance.id");
		}
	}

	@Test
	void countsAndStaysQuietWhereNoEndpointIsKnown(CapturedOutput output) {
		try (ConfigurableApplicationContext context = run()) {
			context.getBean(Handler.class).run();
			assertThat(context.getBean(MeterRegistry.class)
				.get("jobs.processed")
				.tags("job.name", "bare", "status", "completed")
				.counter()
				.count()).isOne();
		}
		assertThat(output.getOut().lines().filter((line) -> line.contains("OTLP"))).hasSize(1);
		assertThat(output).doesNotContain("WARN").doesNotContain("ERROR").doesNotContain("\tat ");
	}

	@Test
	void countsFuturesAndPlainResultsWithoutWhatItCanDoWithout() {
		assertThat(List.of("reactor.core.publisher.Mono", "org.reactivestreams.Publisher", "kotlin.Unit",
				"io.micrometer.context.ThreadLocalAccessor", "io.micrometer.tracing.Tracer"))
			.noneMatch((type) -> ClassUtils.isPresent(type, getClass().getClassLoader()));
		try (ConfigurableApplicationContext context = run()) {
			Handler handler = context.getBean(Handler.class);
			CompletableFuture<String> future = new CompletableFuture<>();
			assertThat(handler.later(future)).isSameAs(future);
			assertThat(handler.later("done")).isEqualTo("done");
			future.complete("done");
			assertThat(context.getBean(MeterRegistry.class)
				.get("jobs.processed")
				.tags("job.name", "later", "status", "completed")
				.counter()
				.count()).isEqualTo(2);
		}
	}

	@Test
	void endsItsThreadsWithTheContext() {
		Set<Thread> before = Set.copyOf(Thread.getAllStackTraces().keySet());
		run("--management.otlp.metrics.export.url=http://localhost:1/v1/metrics").close();
		assertThat(Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> !before.contains(thread) && !thread.isDaemon())
			.map(Thread::getName)
			.collect(Collectors.toSet())).isEmpty();
	}

	@Test
	void leavesNothingBehindButARecorderThatRecordsNothingWhereAllIsOff() {
		try (ConfigurableApplicationContext context = run("--emp.metrics.enabled=false")) {
			assertThat(context.getBeanDefinitionNames())
				.filteredOn((name) -> name.startsWith("emp") || isOurs(context.getType(name)))
				.containsExactlyInAnyOrder("empJobRecorder", UnmeteredJobAutoConfiguration.class.getName());
			assertThat(context.getBean(JobRecorder.class).record(JobInfo.of("job"), () -> "done")).isEqualTo("done");
			context.getBean(Handler.class).run();
			assertThat(context.getBean(MeterRegistry.class).find("jobs.processed").meters()).isEmpty();
			assertThat(context.getEnvironment().getProperty("management.otlp.metrics.export.step")).isNull();
		}
	}

	private static boolean isOurs(@Nullable Class<?> type) {
		return type != null && type.getName().startsWith("dev.emp.metrics.")
				&& !type.getPackageName().equals(StarterTests.class.getPackageName());
	}

	private static ConfigurableApplicationContext run(String... arguments) {
		return new SpringApplicationBuilder(Application.class).run(arguments);
	}

	static class Handler {

		@MeteredJob("bare")
		void run() {
		}

		@MeteredJob("later")
		Object later(Object result) {
			return result;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Handler handler() {
			return new Handler();
		}

	}

}
