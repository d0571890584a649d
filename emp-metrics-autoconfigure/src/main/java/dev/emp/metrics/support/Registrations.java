package dev.emp.metrics.support;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.Meter;
import org.jspecify.annotations.Nullable;

/**
 * What one context has in a registry: several registrations of one meter where a filter
 * makes them one.
 */
final class Registrations {

	private final Map<Meter, List<Registration<?>>> ofMeters = new ConcurrentHashMap<>();

	void add(Meter meter, Registration<?> registration) {
		this.ofMeters.merge(meter, List.of(registration), Registrations::joined);
	}

	/**
	 * Find what is registered for the same tags already.
	 * @param <R> the type of the registration
	 * @param type the type of the registration
	 * @param fresh a registration that is here itself, or failed
	 * @return an earlier one of the same tags, in whose place the fresh one goes; or the
	 * fresh one
	 */
	// each registration is itself alone
	@SuppressWarnings("ReferenceEquality")
	<R extends Registration<?>> R earliest(Class<R> type, R fresh) {
		Meter meter = fresh.current();
		if (meter != null) {
			for (Registration<?> known : this.ofMeters.getOrDefault(meter, List.of())) {
				if (known == fresh) {
					// of two that look at once only the later one yields
					break;
				}
				if (type.isInstance(known) && known.isOf(fresh)) {
					remove(meter, fresh);
					return type.cast(known);
				}
			}
		}
		return fresh;
	}

	/**
	 * Take a registration away.
	 * @param meter its meter
	 * @param registration the registration
	 * @return whether it was the last one of the meter
	 */
	boolean remove(Meter meter, Registration<?> registration) {
		List<Registration<?>> users = this.ofMeters.get(meter);
		return users != null && users.contains(registration)
				&& this.ofMeters.computeIfPresent(meter, (key, present) -> without(present, registration)) == null;
	}

	/**
	 * Register anew what was removed, each with its next use. When this returns, none of
	 * them uses the removed meter, whoever else notes the removal at the same time.
	 * @param meter what was removed
	 */
	void gone(Meter meter) {
		this.ofMeters.computeIfPresent(meter, (key, users) -> {
			users.forEach((registration) -> registration.gone(meter));
			// the others have a newer meter of the same id by now
			List<Registration<?>> rest = users.stream()
				.filter((registration) -> registration.current() != null)
				.toList();
			return rest.isEmpty() ? null : rest;
		});
	}

	List<Registration<?>> all() {
		return this.ofMeters.values().stream().<Registration<?>>flatMap(List::stream).toList();
	}

	private static List<Registration<?>> joined(List<Registration<?>> some, List<Registration<?>> others) {
		List<Registration<?>> all = new ArrayList<>(some);
		all.addAll(others);
		return List.copyOf(all);
	}

	private static @Nullable List<Registration<?>> without(List<Registration<?>> users, Registration<?> gone) {
		List<Registration<?>> rest = new ArrayList<>(users);
		rest.remove(gone);
		return rest.isEmpty() ? null : List.copyOf(rest);
	}

}
