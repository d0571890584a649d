package dev.emp.metrics.test;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import dev.emp.metrics.support.SupportAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application whose only bean is a probe.
 */
final class ProbeContext implements AutoCloseable {

	private static final Patience PATIENCE = new Patience(Duration.ofSeconds(10));

	private static final String FAILURES = "emp.metrics.source.errors";

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	<P> ProbeContext(Class<?> autoConfiguration, Class<P> type, P probe) {
		this.context.registerBean(MeterRegistry.class, () -> this.registry);
		this.context.registerBean("probe", type, () -> probe);
		this.context.register(SupportAutoConfiguration.class, autoConfiguration);
		this.context.refresh();
	}

	/**
	 * The gauges of the probe, once all are there: they are registered one by one.
	 * @param prefix what their names begin with
	 * @param expected the series that it should have
	 * @return each series with its value
	 * @throws Throwable if it has others after ten seconds
	 */
	SortedMap<String, Double> series(String prefix, Set<String> expected) throws Throwable {
		// names are asked for at the start already
		assertThat(failures()).as("failures to read").isZero();
		PATIENCE.untilAsserted(() -> {
			assertThat(failures()).as("failures to read").isZero();
			assertThat(values(prefix).keySet()).as("the series that it has").isEqualTo(expected);
		});
		return values(prefix);
	}

	private SortedMap<String, Double> values(String prefix) {
		SortedMap<String, Double> series = new TreeMap<>();
		gauges(prefix).forEach((gauge) -> series.put(name(gauge.getId()), gauge.value()));
		return series;
	}

	private List<Gauge> gauges(String prefix) {
		return this.registry.getMeters()
			.stream()
			.filter((meter) -> meter.getId().getName().startsWith(prefix) && meter instanceof Gauge)
			.map(Gauge.class::cast)
			.toList();
	}

	private double failures() {
		return this.registry.find(FAILURES).counters().stream().mapToDouble(Counter::count).sum();
	}

	/**
	 * How many meters there are, of which none may be left when the context is closed.
	 * @return the number
	 */
	int meters() {
		return this.registry.getMeters().size();
	}

	private static String name(Meter.Id id) {
		return id.getName() + id.getTags()
			.stream()
			.map((tag) -> tag.getKey() + "=" + tag.getValue())
			.collect(Collectors.joining(", ", "{", "}"));
	}

	@Override
	public void close() {
		this.context.close();
	}

}
