package dev.emp.metrics;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;

import dev.emp.metrics.support.Meters;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the {@link MeterSpec specifications} of all {@link MeterDefinitions} beans.
 */
class MeterNamesTests {

	private static final Set<String> UNITS = Set.of("seconds", "bytes", "percent", "ratio", "celsius", "watts", "hertz",
			"joules");

	private final List<MeterSpec> specs = AutoConfiguredMeters.all().stream().map(MeterDefinition::spec).toList();

	@Test
	void thereAreMeters() {
		assertThat(this.specs).isNotEmpty();
	}

	@Test
	void namesAreDottedLowerCase() {
		assertThat(this.specs).allSatisfy((spec) -> assertThat(spec.name()).matches("[a-z][a-z_]*(\\.[a-z][a-z_]*)*"));
	}

	@Test
	void noTwoMetersShareANormalizedName() {
		assertThat(this.specs.stream().map(AutoConfiguredMeters::prometheusName)).doesNotHaveDuplicates();
		assertThat(this.specs.stream().flatMap(MeterNamesTests::seriesNames)).doesNotHaveDuplicates();
	}

	@Test
	void prometheusNamesAreThoseOfAScrape() {
		PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		try (Meters meters = new Meters(registry)) {
			AutoConfiguredMeters.all().forEach((definition) -> register(meters, definition));
			Set<String> scraped = registry.scrape()
				.lines()
				.filter((line) -> line.startsWith("# TYPE "))
				.map((line) -> line.split(" ", -1)[2])
				.filter((name) -> !name.endsWith("_max") || isDefined(name))
				.collect(Collectors.toSet());
			assertThat(this.specs.stream().map(AutoConfiguredMeters::prometheusName))
				.containsExactlyInAnyOrderElementsOf(scraped);
		}
	}

	@Test
	void unitsAreThoseThatComeOutRightOnBothPaths() {
		assertThat(this.specs).allSatisfy((spec) -> {
			if (spec.unit() != null) {
				assertThat(spec.unit()).isIn(UNITS);
			}
		});
	}

	@Test
	void timersAndSummariesHaveAscendingBuckets() {
		assertThat(this.specs).allSatisfy((spec) -> {
			if (spec.type() == Meter.Type.TIMER || spec.type() == Meter.Type.DISTRIBUTION_SUMMARY) {
				assertThat(spec.buckets()).isNotEmpty().isSorted().doesNotHaveDuplicates();
				assertThat(spec.unit()).isNotNull();
			}
			else {
				assertThat(spec.buckets()).isEmpty();
			}
		});
	}

	@Test
	void descriptionsBeginAsSentences() {
		assertThat(this.specs).allSatisfy((spec) -> assertThat(spec.description()).matches("[A-Z][^{}]+"));
	}

	@Test
	void tagKeysAreDottedLowerCase() {
		assertThat(this.specs).allSatisfy((spec) -> {
			assertThat(spec.tagKeys()).allSatisfy((key) -> assertThat(key).matches("[a-z][a-z_]*(\\.[a-z][a-z_]*)*"));
			assertThat(spec.tagKeys().stream().map(MeterNamesTests::label)).doesNotHaveDuplicates();
		});
	}

	@Test
	void noTagKeyBecomesALabelOfPrometheus() {
		assertThat(this.specs).allSatisfy((spec) -> assertThat(spec.tagKeys().stream().map(MeterNamesTests::label))
			.doesNotContain("job", "instance", "le", "quantile")
			.noneMatch((label) -> label.startsWith("__") || label.startsWith("otel_scope_")));
	}

	private boolean isDefined(String name) {
		return this.specs.stream().map(AutoConfiguredMeters::prometheusName).anyMatch(name::equals);
	}

	private static Stream<String> seriesNames(MeterSpec spec) {
		String name = AutoConfiguredMeters.prometheusName(spec);
		return (spec.type() == Meter.Type.TIMER || spec.type() == Meter.Type.DISTRIBUTION_SUMMARY)
				? Stream.of("", "_bucket", "_count", "_sum", "_max").map(name::concat) : Stream.of(name);
	}

	private static String label(String key) {
		return key.replace('.', '_').toLowerCase(Locale.ROOT);
	}

	private static void register(Meters meters, MeterDefinition definition) {
		Tags tags = Tags.of(definition.spec().tagKeys().stream().map((key) -> Tag.of(key, "any")).toList());
		switch (definition.spec().type()) {
			case COUNTER -> meters.counter(definition, tags);
			case TIMER -> meters.timer(definition, tags);
			case DISTRIBUTION_SUMMARY -> meters.summary(definition, tags);
			default -> meters.gauge(definition, tags, meters, (state) -> 1);
		}
	}

}
