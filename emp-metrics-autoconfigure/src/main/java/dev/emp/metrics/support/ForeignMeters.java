package dev.emp.metrics.support;

import java.lang.ref.WeakReference;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import dev.emp.metrics.MeterSpec;
import dev.emp.metrics.PrometheusNames;

/**
 * Warns once of each meter of the application that has one of our names, as Prometheus
 * sees names: both would land in one metric, or one would be missing.
 */
final class ForeignMeters {

	private static final Log logger = LogFactory.getLog(Meters.class);

	/** Samples that a timer or a summary has besides its buckets. */
	private static final Pattern SAMPLE = Pattern.compile("(.+)_(max|count|sum)");

	private static final Set<Meter.Type> HISTOGRAMS = EnumSet.of(Meter.Type.TIMER, Meter.Type.DISTRIBUTION_SUMMARY);

	/** Types whose samples have the name of the metric and a suffix. */
	private static final Set<Meter.Type> SUFFIXED = EnumSet.of(Meter.Type.COUNTER, Meter.Type.TIMER,
			Meter.Type.LONG_TASK_TIMER, Meter.Type.DISTRIBUTION_SUMMARY);

	private final WeakReference<MeterRegistry> registry;

	/** By the metric that they become. */
	private final Map<String, MeterSpec> ours = new ConcurrentHashMap<>();

	private final Set<MeterSpec> withdrawn = ConcurrentHashMap.newKeySet();

	private final Set<String> warned = ConcurrentHashMap.newKeySet();

	ForeignMeters(MeterRegistry registry) {
		this.registry = new WeakReference<>(registry);
		// a listener cannot be taken back, and the registry may outlive the context
		WeakReference<ForeignMeters> self = new WeakReference<>(this);
		registry.config().onMeterAdded((meter) -> alive(self, (live) -> live.check(meter)));
		SharedMeters.leaves(registry)
			.forEach((leaf) -> leaf.config()
				.onMeterRegistrationFailed((id, reason) -> alive(self, (live) -> live.lost(id, reason))));
	}

	private static void alive(WeakReference<ForeignMeters> self, Consumer<ForeignMeters> call) {
		ForeignMeters live = self.get();
		if (live != null) {
			call.accept(live);
		}
	}

	/**
	 * Note a meter of ours that is about to be registered.
	 * @param spec the meter
	 * @return whether it is the first of its name
	 */
	boolean watch(MeterSpec spec) {
		return this.ours.putIfAbsent(metric(spec), spec) == null;
	}

	/**
	 * Look at what the application registered before us.
	 * @param spec a meter of ours
	 */
	void lookAround(MeterSpec spec) {
		// no rule changes letters
		String first = spec.name().split("\\.", 2)[0];
		MeterRegistry present = this.registry.get();
		if (present != null) {
			present.getMeters()
				.stream()
				.filter((meter) -> meter.getId().getName().startsWith(first))
				.forEach(this::check);
		}
	}

	/**
	 * Say that the registry refuses one of our meters.
	 * @param spec the meter
	 * @param ex why
	 */
	void refused(MeterSpec spec, Throwable ex) {
		if (ex instanceof VirtualMachineError) {
			// says nothing of the meter
			return;
		}
		Meter.Id other = other(spec);
		if (other != null) {
			warn(spec, other, "The registry has room for one, and that of emp-metrics is not counted: " + ex);
		}
		else if (this.warned.add(spec.name())) {
			logger.warn("The meter '" + spec.name() + "' cannot be registered and is not counted: " + ex
					+ ". Correct the filter, customizer or naming convention that fails; the next use of the meter "
					+ "tries again.");
		}
	}

	/**
	 * Say that a registry, Prometheus for one, leaves out a meter.
	 * @param id the meter
	 * @param reason what the registry says
	 */
	private void lost(Meter.Id id, @Nullable String reason) {
		Registering own = Registering.current();
		MeterSpec spec = (own != null) ? own.spec() : this.ours.get(metric(id));
		if (spec == null) {
			return;
		}
		if (own == null) {
			warn(spec, id, "That of emp-metrics came first: a scrape lacks the application's");
			return;
		}
		Meter.Id other = other(spec);
		if (other != null) {
			warn(spec, other, "The application's came first: a scrape lacks that of emp-metrics");
		}
		else if (this.warned.add(spec.name())) {
			logger.warn("A scrape lacks the meter '" + spec.name() + "' of emp-metrics: " + reason
					+ " Rename the other meter.");
		}
	}

	private void check(Meter meter) {
		if (Registering.current() != null) {
			return;
		}
		Meter.Id id = meter.getId();
		String metric = metric(id);
		MeterSpec spec = this.ours.get(metric);
		if (spec != null && !isOurs(id, spec)) {
			warn(spec, id, (spec.type() == id.getType()) ? "Sums over the metric mix the two"
					: "Whatever stores metrics under Prometheus names takes the two for one or keeps only one");
			return;
		}
		Matcher sample = SAMPLE.matcher(metric);
		MeterSpec sampled = sample.matches() ? this.ours.get(sample.group(1)) : null;
		if (sampled != null && HISTOGRAMS.contains(sampled.type()) && !isOurs(id, sampled)) {
			boolean failing = metric.endsWith("_max") && failsAScrape(id, sampled);
			if (!failing && SUFFIXED.contains(id.getType())) {
				// its samples have longer names
				return;
			}
			warn(sampled, id, "It has the name of the sample " + metric + (failing
					? ", with which a scrape fails: emp-metrics withdraws its meter" : ": sums mix the two"));
			if (failing && this.withdrawn.add(sampled)) {
				withdraw(sampled);
			}
		}
	}

	private boolean failsAScrape(Meter.Id id, MeterSpec sampled) {
		boolean collides = id.getType() != Meter.Type.GAUGE
				|| id.getTags().stream().map(Tag::getKey).toList().containsAll(sampled.tagKeys());
		MeterRegistry present = this.registry.get();
		return collides && present != null
				&& SharedMeters.leaves(present).anyMatch((leaf) -> leaf.getClass().getName().contains("Prometheus"));
	}

	private void withdraw(MeterSpec spec) {
		MeterRegistry present = this.registry.get();
		if (present != null) {
			present.getMeters().stream().filter((meter) -> isOurs(meter.getId(), spec)).forEach(present::remove);
		}
	}

	/**
	 * Whether a scrape would fail if a meter was registered.
	 * @param spec the meter
	 * @return whether it must not be registered
	 */
	boolean isWithdrawn(MeterSpec spec) {
		return this.withdrawn.contains(spec);
	}

	private Meter.@Nullable Id other(MeterSpec spec) {
		MeterRegistry present = this.registry.get();
		if (present == null) {
			return null;
		}
		return present.getMeters()
			.stream()
			.map(Meter::getId)
			.filter((id) -> metric(id).equals(metric(spec)) && !isOurs(id, spec))
			.findFirst()
			.orElse(null);
	}

	/**
	 * Whether a meter is one of ours: its tags and name are the user's to change by a
	 * filter; the description stays.
	 * @param id the meter
	 * @param spec what would be ours
	 * @return whether it is
	 */
	private static boolean isOurs(Meter.Id id, MeterSpec spec) {
		return spec.description().equals(id.getDescription());
	}

	private static String metric(MeterSpec spec) {
		return PrometheusNames.metric(spec.name(), spec.type(), spec.unit());
	}

	private static String metric(Meter.Id id) {
		return PrometheusNames.metric(id.getName(), id.getType(), id.getBaseUnit());
	}

	private void warn(MeterSpec spec, Meter.Id id, String consequence) {
		if (this.warned.add(spec.name())) {
			logger.warn("The application's " + id.getType() + " '" + id.getName() + "' collides with the meter '"
					+ spec.name() + "' of emp-metrics, which is " + metric(spec) + " in Prometheus. " + consequence
					+ ". Rename the application's meter where it is registered" + (id.getName().equals(spec.name())
							? "." : ", or with a MeterFilter that maps '" + id.getName() + "' to another name."));
		}
	}

}
