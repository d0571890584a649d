package dev.emp.metrics.support;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import org.jspecify.annotations.Nullable;

import dev.emp.metrics.MeterSpec;

/**
 * The meter of ours that the calling thread registers: to a filter or a listener of a
 * registry it is one of many, under a name and tags that filters may have changed.
 */
final class Registering {

	private static final ThreadLocal<@Nullable Registering> CURRENT = new ThreadLocal<>();

	private final Registration<?> registration;

	private final List<MeterRegistry> ambiguous = new ArrayList<>();

	private Registering(Registration<?> registration) {
		this.registration = registration;
	}

	/**
	 * What is being registered.
	 * @return a registration, or null if the application registers a meter of its own
	 */
	static @Nullable Registering current() {
		return CURRENT.get();
	}

	/**
	 * Register a meter of ours. Where filters gave it one label twice, which no filter of
	 * ours came after, there is one from now on.
	 * @param <M> the type of the meter
	 * @param registration the meter
	 * @param registry where it is registered
	 * @return what the registry gave
	 */
	static <M extends Meter> M run(Registration<M> registration, MeterRegistry registry) {
		Registering outer = CURRENT.get();
		Registering inner = new Registering(registration);
		CURRENT.set(inner);
		try {
			M meter = registration.register(registry);
			if (!inner.ambiguous.isEmpty()) {
				inner.ambiguous
					.forEach((leaf) -> leaf.config().meterFilter(new OwnMeterFilter(null, new RegistryLabels(leaf))));
				registry.remove(meter);
				meter = registration.register(registry);
			}
			return meter;
		}
		finally {
			if (outer != null) {
				CURRENT.set(outer);
			}
			else {
				CURRENT.remove();
			}
		}
	}

	/**
	 * Whether an id is that of the meter itself. Some registries show the buckets of a
	 * timer or a summary as gauges of their own, which they register meanwhile.
	 * @param id the id of a meter that is registered
	 * @return whether it is of the same type
	 */
	boolean isOf(Meter.Id id) {
		return id.getType() == spec().type();
	}

	MeterSpec spec() {
		return this.registration.spec();
	}

	Set<String> keys() {
		return this.registration.tags().stream().map(Tag::getKey).collect(Collectors.toSet());
	}

	/**
	 * Note that a registry would show one label twice.
	 * @param registry the registry
	 */
	void ambiguousIn(MeterRegistry registry) {
		this.ambiguous.add(registry);
	}

}
