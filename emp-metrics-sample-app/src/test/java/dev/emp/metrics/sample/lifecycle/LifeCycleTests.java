package dev.emp.metrics.sample.lifecycle;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.emp.metrics.job.JobInfo;
import dev.emp.metrics.job.JobRecorder;
import dev.emp.metrics.sample.SampleApplication;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that contexts which come, go and live side by side leave no meter twice, none
 * behind, and no thread.
 */
@ExtendWith(OutputCaptureExtension.class)
class LifeCycleTests {

	/** Threads of the JVM and of libraries that share them between applications. */
	private static final List<String> SHARED = List.of("ForkJoinPool", "HttpClient", "Common-Cleaner", "Reference",
			"Keep-Alive", "process reaper", "Attach", "Catalina-utility", "boundedElastic", "parallel", "awaitility");

	private final KeptRegistry registry = new KeptRegistry();

	@Test
	void anApplicationLeavesNoMeterAndNoThreadBehind() throws Exception {
		Set<Thread> before = threads();
		for (int i = 0; i < 3; i++) {
			Set<String> names;
			try (ConfigurableApplicationContext context = start()) {
				names = KeptRegistry.namesDefinedIn(context);
				record(context, "one");
				assertThat(this.registry.sum("jobs.processed", "job.name", "one", "status", "completed")).isEqualTo(1);
				await(() -> assertThat(this.registry.named(names)).contains("jobs.processed", "queue.size",
						"workers.slots"));
			}
			assertThat(this.registry.named(names)).isEmpty();
		}
		await(() -> {
			Set<Thread> left = threads();
			left.removeAll(before);
			assertThat(left).isEmpty();
		});
	}

	@Test
	void twoApplicationsInOneProcessKeepApart() throws Exception {
		try (ConfigurableApplicationContext second = run(new SpringApplicationBuilder(SampleApplication.class))) {
			try (ConfigurableApplicationContext first = run(new SpringApplicationBuilder(SampleApplication.class))) {
				record(first, "one");
				record(second, "one");
				assertThat(completed(first)).isEqualTo(1);
				assertThat(completed(second)).isEqualTo(1);
			}
			record(second, "one");
			assertThat(completed(second)).isEqualTo(2);
		}
	}

	@Test
	void twoApplicationsThatShareARegistryAddUp() throws Exception {
		try (ConfigurableApplicationContext second = startWithOneRegistry()) {
			JobRecorder other = second.getBean(JobRecorder.class);
			try (ConfigurableApplicationContext first = startWithOneRegistry()) {
				first.getBean(JobRecorder.class).record(JobInfo.of("one"), () -> other.record(JobInfo.of("one"), () -> {
					assertThat(this.registry.sum("jobs.active", "job.name", "one")).isEqualTo(2);
					return "";
				}));
			}
			assertThat(this.registry.sum("jobs.processed", "job.name", "one", "status", "completed")).isEqualTo(2);
			record(second, "one");
			assertThat(this.registry.sum("jobs.processed", "job.name", "one", "status", "completed")).isEqualTo(3);
			assertThat(this.registry.sum("jobs.active", "job.name", "one")).isZero();
		}
		assertThat(this.registry.find("jobs.processed").meters()).isEmpty();
	}

	@Test
	void aChildCountsWithTheMetersOfItsParent(CapturedOutput output) throws Exception {
		try (ConfigurableApplicationContext parent = run(
				new SpringApplicationBuilder(Parent.class).web(WebApplicationType.NONE)
					.initializers(this.registry::addTo))) {
			for (int i = 1; i <= 2; i++) {
				try (ConfigurableApplicationContext child = run(
						new SpringApplicationBuilder(Child.class).parent(parent))) {
					assertThat(child.getBean(JobRecorder.class)).isSameAs(parent.getBean(JobRecorder.class));
					record(child, "one");
					await(() -> assertThat(this.registry.sum("queue.size", "queue", "childQueue")).isEqualTo(1));
				}
				assertThat(this.registry.sum("jobs.processed", "job.name", "one", "status", "completed")).isEqualTo(i);
				assertThat(this.registry.find("queue.size").tag("queue", "childQueue").meters()).isEmpty();
				await(() -> assertThat(this.registry.sum("queue.size", "queue", "parentQueue")).isEqualTo(2));
			}
		}
		assertThat(output.getOut().lines().filter((line) -> line.contains(" emp-metrics"))).hasSize(1);
	}

	@Test
	void managementOnItsOwnPortCountsNothingTwice(CapturedOutput output) throws Exception {
		Set<String> names;
		try (ConfigurableApplicationContext context = run(
				new SpringApplicationBuilder(SampleApplication.class).initializers(this.registry::addTo),
				"--management.server.port=0")) {
			names = KeptRegistry.namesDefinedIn(context);
			record(context, "one");
			get(context, "local.management.port", "/actuator/health");
			get(context, "local.server.port", "/nowhere");
			assertThat(this.registry.sum("jobs.processed", "job.name", "one", "status", "completed")).isEqualTo(1);
			await(() -> assertThat(this.registry.sum("http.requests", "endpoint", "app")).isEqualTo(1));
			assertThat(this.registry.sum("http.requests", "endpoint", "management")).isLessThanOrEqualTo(1);
			assertThat(output.getOut().lines().filter((line) -> line.contains(" emp-metrics"))).hasSize(1);
		}
		assertThat(this.registry.named(names)).isEmpty();
	}

	private static void get(ConfigurableApplicationContext context, String port, String path) throws Exception {
		URI uri = URI.create("http://localhost:" + context.getEnvironment().getProperty(port) + path);
		HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
	}

	private static void record(ConfigurableApplicationContext context, String job) throws Exception {
		context.getBean(JobRecorder.class).record(JobInfo.of(job), () -> "");
	}

	private static double completed(ConfigurableApplicationContext context) {
		return context.getBean(MeterRegistry.class)
			.get("jobs.processed")
			.tags("job.name", "one", "status", "completed")
			.counter()
			.count();
	}

	private ConfigurableApplicationContext start() {
		return run(new SpringApplicationBuilder(SampleApplication.class).initializers(this.registry::addTo));
	}

	private ConfigurableApplicationContext startWithOneRegistry() {
		return run(new SpringApplicationBuilder(SampleApplication.class).initializers(this.registry::addAsTheOneOf));
	}

	private static ConfigurableApplicationContext run(SpringApplicationBuilder builder, String... further) {
		List<String> arguments = new ArrayList<>(List.of("--server.port=0", "--sample.load.enabled=false"));
		arguments.addAll(List.of(further));
		return builder.run(arguments.toArray(String[]::new));
	}

	private static void await(ThrowingRunnable assertion) {
		Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(assertion);
	}

	private static Set<Thread> threads() {
		Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
		threads.removeIf((thread) -> SHARED.stream().anyMatch(thread.getName()::contains));
		return threads;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Parent {

		@Bean
		BlockingQueue<String> parentQueue() {
			return new ArrayBlockingQueue<>(10, false, List.of("a", "b"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Child {

		@Bean
		BlockingQueue<String> childQueue() {
			return new ArrayBlockingQueue<>(10, false, List.of("a"));
		}

	}

}
