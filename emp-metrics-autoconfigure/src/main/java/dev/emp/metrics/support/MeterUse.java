package dev.emp.metrics.support;

import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.WeakHashMap;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import org.jspecify.annotations.Nullable;

/**
 * The contexts that use one meter. Not safe for use by several threads.
 */
final class MeterUse {

	private final Meter.Id id;

	private final WeakReference<Meter> meter;

	/** The meter itself holds them strongly. */
	private final WeakReference<@Nullable Readings> readings;

	private final Set<Meters> owners = Collections.newSetFromMap(new WeakHashMap<>());

	private WeakReference<@Nullable Meters> counting = new WeakReference<>(null);

	MeterUse(Meter meter, @Nullable Readings readings) {
		this.id = meter.getId();
		this.meter = new WeakReference<>(meter);
		this.readings = new WeakReference<>(readings);
	}

	void leave(Meters owner) {
		this.owners.remove(owner);
		Readings inForce = this.readings.get();
		if (inForce != null) {
			inForce.leave(owner);
		}
	}

	void join(Meters owner) {
		this.owners.add(owner);
		if (!isCounted()) {
			this.counting = new WeakReference<>(owner);
		}
	}

	boolean counts(Meters owner) {
		if (isCounted()) {
			return this.counting.get() == owner;
		}
		// of what came since its own last reading the other has counted a part
		this.counting = new WeakReference<>(owner);
		return false;
	}

	private boolean isCounted() {
		Meters first = this.counting.get();
		return first != null && this.owners.contains(first);
	}

	void join(Readings others) {
		Readings inForce = this.readings.get();
		if (inForce != null) {
			inForce.join(others);
		}
	}

	// meters of one id are equal, also where the registry has made a new one
	@SuppressWarnings("ReferenceEquality")
	boolean isOf(Meter other) {
		return this.meter.get() == other;
	}

	/**
	 * Whether the meter of a composite registry is one of a registry below, whose filters
	 * may have added tags or taken some away, not all. The application may have meters of
	 * this name too, with another description or with none.
	 * @param below the meter of the other registry
	 * @return whether it seems to be
	 */
	boolean seemsToBe(Meter.Id below) {
		if (this.id.getType() != below.getType() || !Objects.equals(this.id.getDescription(), below.getDescription())) {
			return false;
		}
		List<Tag> tags = this.id.getTags();
		return (tags.isEmpty() || tags.stream().anyMatch(below.getTags()::contains))
				&& tags.stream().allMatch((tag) -> {
					String value = below.getTag(tag.getKey());
					return value == null || value.equals(tag.getValue());
				});
	}

	boolean isUnused() {
		return this.owners.isEmpty();
	}

	List<Meters> owners() {
		return List.copyOf(this.owners);
	}

	@Nullable Meter meter() {
		return this.meter.get();
	}

	@Nullable Readings readings() {
		return this.readings.get();
	}

}
