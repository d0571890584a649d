package dev.emp.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.util.ClassUtils;

/**
 * Every meter that the auto-configurations define. Names no feature, so that one can be
 * deleted.
 */
final class AutoConfiguredMeters {

	private static final PrometheusNamingConvention convention = new PrometheusNamingConvention();

	private AutoConfiguredMeters() {
	}

	/**
	 * The definitions by the simple name of the package that has them.
	 * @return the features in alphabetical order
	 */
	static SortedMap<String, List<MeterDefinition>> byFeature() {
		SortedMap<String, List<MeterDefinition>> features = new TreeMap<>();
		all().forEach((definition) -> features.computeIfAbsent(feature(definition), (key) -> new ArrayList<>())
			.add(definition));
		return features;
	}

	static List<MeterDefinition> all() {
		List<MeterDefinition> all = new ArrayList<>();
		new WebApplicationContextRunner().withConfiguration(AutoConfigurations.of(autoConfigurations()))
			.run((context) -> context.getBeanProvider(MeterDefinitions.class)
				.orderedStream()
				.forEach((definitions) -> all.addAll(definitions.all())));
		return all;
	}

	/**
	 * The name that a scrape gives.
	 * @param spec the meter
	 * @return the name without the suffixes of a histogram's series
	 */
	static String prometheusName(MeterSpec spec) {
		String name = convention.name(spec.name(), spec.type(), spec.unit());
		// the client library adds these when the scrape is written
		if (spec.type() == Meter.Type.COUNTER) {
			return name + "_total";
		}
		return spec.name().endsWith(".info") ? name + "_info" : name;
	}

	private static Class<?>[] autoConfigurations() {
		ClassLoader classLoader = AutoConfiguredMeters.class.getClassLoader();
		Stream<Class<?>> ours = ImportCandidates.load(AutoConfiguration.class, classLoader)
			.getCandidates()
			.stream()
			.filter((name) -> name.startsWith("dev.emp.metrics."))
			.map((name) -> ClassUtils.resolveClassName(name, classLoader));
		Stream<Class<?>> boot = Stream.of(MetricsAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class,
				SimpleMetricsExportAutoConfiguration.class);
		return Stream.concat(boot, ours).toArray(Class<?>[]::new);
	}

	private static String feature(MeterDefinition definition) {
		return ClassUtils.getShortName(definition.getClass().getPackageName());
	}

}
