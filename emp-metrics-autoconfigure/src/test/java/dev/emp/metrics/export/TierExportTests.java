package dev.emp.metrics.export;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import io.micrometer.registry.otlp.OtlpMetricsSender;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.Metric;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import dev.emp.metrics.MeterDefinition;
import dev.emp.metrics.MeterDefinitions;
import dev.emp.metrics.MeterSpec;
import dev.emp.metrics.MeterSpec.Tier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TierAutoConfiguration} in real time, with what a receiver gets.
 */
class TierExportTests {

	private static final int LOW_PUSHES = 3;

	private final Receiver receiver = new Receiver();

	private final ExportApplication application = new ExportApplication().with(Meters.class)
		.with("management.otlp.metrics.export.url=" + this.receiver.url("/v1/metrics"),
				"single.url=" + this.receiver.url("/single"), "OTEL_METRIC_EXPORT_INTERVAL=2000");

	@AfterEach
	void stop() {
		this.receiver.close();
	}

	@Test
	void sendsEachTierAtItsIntervalAndEachMeterInOneTier() {
		try (ConfigurableApplicationContext context = withTiers().run()) {
			count(context, 1);
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> pushesWith("a.low") >= LOW_PUSHES);
		}
		assertIntervals();
		Map<String, Set<String>> tiers = tiersByName();
		Set<String> single = metrics("/single").flatMap(List::stream).map(Metric::getName).collect(Collectors.toSet());
		assertThat(tiers).allSatisfy((name, of) -> assertThat(of).as(name).hasSize(1));
		assertThat(tiers.keySet()).containsExactlyInAnyOrderElementsOf(single);
		assertThat(tiers).containsEntry("a.fast", Set.of("fast"))
			.containsEntry("a.fast.max", Set.of("fast"))
			.containsEntry("a.standard", Set.of("standard"))
			.containsEntry("jvm.threads.live", Set.of("standard"))
			.containsEntry("emp.metrics.export.points", Set.of("standard"))
			.containsEntry("a.low", Set.of("low"));
	}

	@Test
	void losesNoIncrementWhereTheyAreSentAsDeltas() {
		try (ConfigurableApplicationContext context = withTiers()
			.with("management.otlp.metrics.export.aggregation-temporality=delta")
			.run()) {
			count(context, 5);
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> pushesWith("a.low") >= 1);
			count(context, 7);
		}
		for (String name : List.of("a.fast", "a.standard", "a.low")) {
			assertThat(sum(name)).as(name).isEqualTo(12);
		}
	}

	/**
	 * From one push of the low tier to the next but one, 8 s go by; when the first comes
	 * after the start is up to chance.
	 */
	private void assertIntervals() {
		List<String> pushes = metrics("/v1/metrics").map(TierExportTests::tier).toList();
		int first = pushes.indexOf("low");
		int second = first + 1 + pushes.subList(first + 1, pushes.size()).indexOf("low");
		int third = second + 1 + pushes.subList(second + 1, pushes.size()).indexOf("low");
		List<String> between = pushes.subList(first, third);
		assertThat(Collections.frequency(between, "low")).isEqualTo(2);
		assertThat(Collections.frequency(between, "standard")).isBetween(3, 5);
		assertThat(Collections.frequency(between, "fast")).isBetween(7, 9);
	}

	private ExportApplication withTiers() {
		return this.application.with("emp.metrics.export.tiers.enabled=true", "emp.metrics.export.tiers.fast=1s",
				"emp.metrics.export.tiers.low=4s");
	}

	private static void count(ConfigurableApplicationContext context, int times) {
		MeterRegistry registry = context.getBean(MeterRegistry.class);
		for (String name : List.of("a.fast", "a.fast.max", "a.standard", "a.low")) {
			registry.counter(name).increment(times);
		}
	}

	private int pushesWith(String name) {
		return (int) metrics("/v1/metrics")
			.filter((push) -> push.stream().anyMatch((metric) -> metric.getName().equals(name)))
			.count();
	}

	/**
	 * The tiers in whose pushes a metric was.
	 * @return the tiers by the name of the metric
	 */
	private Map<String, Set<String>> tiersByName() {
		Map<String, Set<String>> tiers = new HashMap<>();
		metrics("/v1/metrics").forEach((push) -> push
			.forEach((metric) -> tiers.computeIfAbsent(metric.getName(), (name) -> new HashSet<>()).add(tier(push))));
		return tiers;
	}

	/**
	 * The tier of a push, by the meters of the test that are in it.
	 * @param push the metrics
	 * @return one tier if all is well
	 */
	private static String tier(List<Metric> push) {
		return Stream.of("fast", "standard", "low")
			.filter((candidate) -> push.stream().anyMatch((metric) -> metric.getName().equals("a." + candidate)))
			.collect(Collectors.joining("+"));
	}

	private double sum(String name) {
		return metrics("/v1/metrics").flatMap(List::stream)
			.filter((metric) -> metric.getName().equals(name))
			.flatMap((metric) -> metric.getSum().getDataPointsList().stream())
			.mapToDouble((point) -> point.getAsDouble() + point.getAsInt())
			.sum();
	}

	private Stream<List<Metric>> metrics(String path) {
		return this.receiver.requests()
			.stream()
			.filter((request) -> request.path().equals(path))
			.map(TierExportTests::parse)
			.map((request) -> request.getResourceMetrics(0).getScopeMetrics(0).getMetricsList());
	}

	private static ExportMetricsServiceRequest parse(Receiver.Received request) {
		try (InputStream body = new GZIPInputStream(request.body().newInput())) {
			return ExportMetricsServiceRequest.parseFrom(body);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Meters of a feature.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Meters {

		@Bean
		MeterDefinitions testMeterDefinitions() {
			List<MeterDefinition> definitions = List.of(() -> MeterSpec.counter("a.fast", "Fast").tier(Tier.FAST),
					() -> MeterSpec.counter("a.low", "Low").tier(Tier.LOW));
			return new MeterDefinitions(definitions);
		}

		/**
		 * Another destination, which gets all meters at one interval.
		 * @param sender sends there as well
		 * @param environment has the address
		 * @return the registry
		 */
		@Bean
		MeterRegistry single(OtlpMetricsSender sender, Environment environment) {
			Map<String, String> settings = Map.of("otlp.url", environment.getRequiredProperty("single.url"),
					"otlp.step", "1s", "otlp.publishMaxGaugeForHistograms", "false", "otlp.compressionMode", "gzip");
			return OtlpMeterRegistry.builder(settings::get).metricsSender(sender).build();
		}

	}

}
