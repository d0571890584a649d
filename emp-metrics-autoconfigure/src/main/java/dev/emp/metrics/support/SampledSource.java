package dev.emp.metrics.support;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Something outside this process, or too dear to be looked at by every scrape, that a
 * {@link Sampler} reads at intervals.
 *
 * @param <T> what is read, immutable
 */
public interface SampledSource<T> {

	/**
	 * The name, which is the tag {@code source} of {@code emp.metrics.source.*}.
	 * @return the name, made of bounded values
	 */
	String name();

	/**
	 * What tells it from other sources, where the name is made of several values and two
	 * sources may come to one name.
	 * @return the name by default
	 */
	default List<String> identity() {
		return List.of(name());
	}

	/**
	 * What the source looks at. What the library found gives way to what the application
	 * wrote for the same subject.
	 * @return the name by default
	 */
	default String subject() {
		return name();
	}

	/**
	 * Read the world. Called on a background thread, never by two at once, and
	 * interrupted after ten seconds.
	 * @return a snapshot
	 * @throws Exception if that fails. It is counted, and tried again later and later
	 */
	T read() throws Exception;

	/**
	 * Look at a live source in place of a gauge, which waits for it: without code of the
	 * application, but for one that promised to take no time.
	 * @param last the last snapshot, with what cannot be looked at that way
	 * @return a snapshot; what the source reads by default
	 * @throws Exception if that fails, so that the last snapshot stands
	 */
	default T look(T last) throws Exception {
		return read();
	}

	/**
	 * The series that a snapshot has. Others of this source are removed, as are rows
	 * whose value is NaN.
	 * @param snapshot what was read
	 * @return the rows, in any order; best the same list again where the same series are
	 * there, which then costs nothing
	 */
	List<SampledRow<T>> rows(T snapshot);

	/**
	 * The time between two readings.
	 * @return the interval, or null for that of the sampler
	 */
	default @Nullable Duration interval() {
		return null;
	}

	/**
	 * Whether some rows compare a reading with the one before, so that the second is
	 * wanted a few seconds after the first.
	 * @return false by default
	 */
	default boolean comparesReadings() {
		return false;
	}

	/**
	 * Whether it looks at this machine only, where a reading that succeeds is nothing to
	 * tell: {@code emp.metrics.source.up} is there from the first failure on, or where it
	 * is asked for.
	 * @return false by default
	 */
	default boolean isLocal() {
		return false;
	}

	/**
	 * Whether gauges may call {@link #look} themselves, from several threads at once,
	 * since it takes no time. Once it does take some, they do not any more. The sampler
	 * finds out which rows there are, and shows no {@code emp.metrics.source.*} but
	 * failures.
	 * @return false by default
	 */
	default boolean isLive() {
		return false;
	}

	/**
	 * Whether the library reads it, rather than a probe of the application.
	 * @return true by default
	 */
	default boolean isOwn() {
		return true;
	}

	/**
	 * Whether it is no failure to have no rows, for what many machines do not have. Until
	 * there are rows, or a failure, no {@code emp.metrics.source.*} is shown.
	 * @return false by default
	 */
	default boolean isOptional() {
		return false;
	}

}
