package dev.emp.metrics.support;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

import io.micrometer.core.instrument.Tags;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The probes of one feature: code of the application, each of which a {@link Sampler}
 * reads as a source of its own. A probe that cannot be asked for its names, or whose
 * names another has, is a warning and is not read.
 *
 * @param <P> the type of the probes
 */
public final class SampledProbes<P> {

	private static final Log logger = LogFactory.getLog(SampledProbes.class);

	private final Class<P> type;

	private final Meters meters;

	private final Sampler sampler;

	private final Function<P, SampledSource<?>> sources;

	private final Consumer<List<String>> onGone;

	private final IdentityHashMap<P, Entry> entries = new IdentityHashMap<>();

	/**
	 * Create an empty set of probes.
	 * @param type the type of the probes, which names them in warnings
	 * @param meters counts the failures
	 * @param sampler reads the sources
	 * @param sources makes the source of a probe; it may throw what the probe throws. Two
	 * sources of one identity show the same series
	 * @param onGone takes the identity of each source that is read no more, or never was
	 */
	public SampledProbes(Class<P> type, Meters meters, Sampler sampler, Function<P, SampledSource<?>> sources,
			Consumer<List<String>> onGone) {
		this.type = type;
		this.meters = meters;
		this.sampler = sampler;
		this.sources = sources;
		this.onGone = onGone;
	}

	/**
	 * Read a probe from now on.
	 * @param probe the probe; adding it again does nothing
	 * @param found whether the library made it for a bean that it found, so that it gives
	 * way to one that the application wrote
	 * @return whether it was added
	 */
	public boolean add(P probe, boolean found) {
		return add(probe, null, found);
	}

	/**
	 * Read a probe from now on.
	 * @param probe the probe; adding it again does nothing
	 * @param bean the name of its bean, for warnings, or null if it is none
	 * @param found whether the library made it, see {@link #add(Object, boolean)}
	 * @return whether it was added
	 */
	boolean add(P probe, @Nullable String bean, boolean found) {
		String name = describe(probe, bean);
		// not under the lock: a probe may be a proxy that makes its bean first
		SampledSource<?> source = isRead(probe) ? null : source(probe, name);
		if (source == null) {
			return false;
		}
		boolean added = add(probe, new Entry(name, source, found));
		if (!added) {
			this.onGone.accept(source.identity());
		}
		return added;
	}

	private synchronized boolean isRead(P probe) {
		return this.entries.containsKey(probe);
	}

	private synchronized boolean add(P probe, Entry entry) {
		if (isRead(probe) || !isFree(entry)) {
			return false;
		}
		this.entries.put(probe, entry);
		this.sampler.add(entry.source());
		return true;
	}

	/**
	 * Take away a probe and its series.
	 * @param probe the probe; one that is not there does nothing
	 */
	public synchronized void remove(P probe) {
		Entry entry = this.entries.remove(probe);
		if (entry != null) {
			this.sampler.remove(entry.source());
			this.onGone.accept(entry.source().identity());
		}
	}

	private @Nullable SampledSource<?> source(P probe, String name) {
		String source = this.type.getSimpleName() + " " + Guarded.name(probe.getClass());
		Guarded guard = new Guarded(name, "It is not read.",
				() -> this.meters.counter(SupportMeters.SOURCE_ERRORS, Tags.of("source", source)).increment());
		return guard.get(() -> this.sources.apply(probe));
	}

	private boolean isFree(Entry entry) {
		SampledSource<?> source = entry.source();
		for (Entry other : this.entries.values()) {
			SampledSource<?> taken = other.source();
			boolean givesWay = entry.found() && !other.found();
			if (givesWay && taken.subject().equals(source.subject())) {
				return false;
			}
			if (taken.identity().equals(source.identity())) {
				logger.warn("Two probes read " + source.name() + ": " + other.name() + " and " + entry.name()
						+ ". The second is not read. Give it another name.");
				return false;
			}
		}
		return true;
	}

	private String describe(P probe, @Nullable String bean) {
		String type = Guarded.name(probe.getClass());
		return this.type.getSimpleName() + ((bean != null) ? " '" + bean + "' of " + type : " " + type);
	}

	/**
	 * What is known of a probe.
	 *
	 * @param name the probe in messages
	 * @param source reads it
	 * @param found whether the library made it
	 */
	private record Entry(String name, SampledSource<?> source, boolean found) {
	}

}
