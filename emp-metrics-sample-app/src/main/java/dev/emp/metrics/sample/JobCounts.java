package dev.emp.metrics.sample;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Prints what the meters have counted, every minute and once all workers have stopped.
 * Attempts are started, completed, failed and active; the kinds of outcome are jobs, all
 * attempts taken together.
 */
@Component
final class JobCounts implements SmartLifecycle {

	private static final Log logger = LogFactory.getLog(JobCounts.class);

	private static final List<String> ALWAYS = List.of("started", "completed", "failed", "active");

	private final MeterRegistry registry;

	private volatile boolean running;

	JobCounts(MeterRegistry registry) {
		this.registry = registry;
	}

	@Scheduled(initialDelayString = "${sample.counts.every:1m}", fixedRateString = "${sample.counts.every:1m}")
	void print() {
		logger.info("jobs: " + text());
	}

	String text() {
		Map<String, Map<String, Long>> jobs = new TreeMap<>();
		Stream.of("jobs.processed", "jobs.active", "job.outcomes", "job.retries")
			.flatMap((meter) -> find(meter).stream())
			.forEach((meter) -> jobs.computeIfAbsent(tag(meter, "job.name"), (name) -> new TreeMap<>())
				.merge(what(meter), value(meter), Long::sum));
		return jobs.entrySet()
			.stream()
			.map((job) -> job.getKey() + " " + text(job.getValue()))
			.collect(Collectors.joining("; "));
	}

	// a composite shows the value of any of its registries, also of one without the meter
	private Collection<Meter> find(String meter) {
		return registries(this.registry).map((registry) -> registry.find(meter).meters())
			.filter((meters) -> !meters.isEmpty())
			.findFirst()
			.orElse(List.of());
	}

	private static Stream<MeterRegistry> registries(MeterRegistry registry) {
		return (registry instanceof CompositeMeterRegistry composite)
				? composite.getRegistries().stream().flatMap(JobCounts::registries) : Stream.of(registry);
	}

	@Override
	public void start() {
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		print();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	// stops after the workers, whose phase is 0
	@Override
	public int getPhase() {
		return -1;
	}

	private static String text(Map<String, Long> counts) {
		Stream<String> others = counts.keySet()
			.stream()
			.filter((what) -> !ALWAYS.contains(what) && counts.getOrDefault(what, 0L) > 0);
		return Stream.concat(ALWAYS.stream(), others)
			.map((what) -> what + " " + counts.getOrDefault(what, 0L))
			.collect(Collectors.joining(", "));
	}

	private static String what(Meter meter) {
		return switch (meter.getId().getName()) {
			case "jobs.processed" -> tag(meter, "status");
			case "job.outcomes" -> tag(meter, "kind");
			case "job.retries" -> "retries";
			default -> "active";
		};
	}

	private static long value(Meter meter) {
		return (long) meter.measure().iterator().next().getValue();
	}

	private static String tag(Meter meter, String key) {
		return String.valueOf(meter.getId().getTag(key));
	}

}
