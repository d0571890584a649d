package dev.emp.metrics.job;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Tags;
import org.jspecify.annotations.Nullable;

import dev.emp.metrics.job.JobMeters.Keys;
import dev.emp.metrics.support.BoundedTags;
import dev.emp.metrics.support.Lazy;
import dev.emp.metrics.support.SupportMeters;

/**
 * Every series of jobs, at most as many tag sets as the limit grants. Handlers with equal
 * tags share one.
 */
final class SeriesTable {

	private final JobMetrics metrics;

	private final int limit;

	private final List<BoundedTags> bounds;

	private final Lazy<List<String>> common;

	private final Runnable onOverflow;

	private final Map<List<String>, JobSeries> series = new ConcurrentHashMap<>();

	private final Map<List<String>, JobAges> ages = new ConcurrentHashMap<>();

	private final Map<List<String>, LastSuccess> successes = new ConcurrentHashMap<>();

	private final Map<List<String>, TaggedSeries> tagSets = new ConcurrentHashMap<>();

	private volatile boolean full;

	SeriesTable(JobMetrics metrics, JobProperties.Limits limits, List<String> tagKeys) {
		this.metrics = metrics;
		this.limit = limits.tagSets();
		List<String> keys = Stream.concat(Keys.JOB.stream(), tagKeys.stream()).toList();
		this.bounds = keys.stream()
			.map((key) -> key.equals(Keys.NAME) ? bounded(key, limits.names(), "names")
					: bounded(key, limits.values(), "values"))
			.toList();
		this.common = new Lazy<>(() -> metrics.meters().commonTags(keys));
		this.onOverflow = overflow(metrics, JobMeters.PROCESSED, "tag-sets", "tag-sets");
	}

	private BoundedTags bounded(String key, int limit, String name) {
		return new BoundedTags(limit, overflow(this.metrics, JobMeters.PROCESSED, key, name));
	}

	/**
	 * What counts values beyond a limit.
	 * @param metrics where they are counted
	 * @param meter the meter that is kept within the limit
	 * @param tag the tag, or what else is limited
	 * @param limit the name of the limit among those of jobs
	 * @return to be run for each such value
	 */
	static Runnable overflow(JobMetrics metrics, JobMeters meter, String tag, String limit) {
		return SupportMeters.overflow(metrics.meters(), meter, tag, "emp.metrics.job.limits." + limit,
				SupportMeters.COUNTED_AS_OTHER);
	}

	boolean isAnyLive(Predicate<JobRun> wanted) {
		return this.series.values().stream().anyMatch((job) -> job.live().any(wanted));
	}

	/**
	 * The guard of one tag.
	 * @param position an index into the job's four keys and the declared ones after them
	 * @return the guard
	 */
	BoundedTags bounds(int position) {
		return this.bounds.get(position);
	}

	/**
	 * Whether no further tag set is granted.
	 * @return whether the limit is reached
	 */
	boolean full() {
		return this.full;
	}

	/**
	 * The series of a tag set.
	 * @param values bounded values of the job's four keys and of the declared ones, of
	 * which those that are unknown are replaced by common tags of the application
	 * @return the one series that has them; beyond the limit the job's series for all
	 * that has no other, whose tags but the name are {@code _other}
	 */
	TaggedSeries find(List<String> values) {
		if (values.contains(BoundedTags.UNKNOWN)) {
			fill(values);
		}
		TaggedSeries known = this.tagSets.get(values);
		if (known != null) {
			return known;
		}
		TaggedSeries granted = this.full ? null : grant(values);
		return (granted != null) ? granted : overflow(values.get(0));
	}

	private void fill(List<String> values) {
		List<String> common = this.common.get();
		for (int i = 0; i < values.size(); i++) {
			if (values.get(i).equals(BoundedTags.UNKNOWN)) {
				values.set(i, common.get(i));
			}
		}
	}

	void forEachLive(Consumer<JobRun> consumer) {
		this.series.values().forEach((job) -> job.live().forEach(consumer));
	}

	private synchronized @Nullable TaggedSeries grant(List<String> values) {
		if (!this.full) {
			this.tagSets.computeIfAbsent(List.copyOf(values), this::newTagSet);
			this.full = this.tagSets.size() >= this.limit;
		}
		return this.tagSets.get(values);
	}

	private TaggedSeries overflow(String name) {
		this.onOverflow.run();
		List<String> values = new ArrayList<>(Collections.nCopies(this.bounds.size(), BoundedTags.OTHER));
		values.set(0, name);
		TaggedSeries known = this.tagSets.get(values);
		return (known != null) ? known : this.tagSets.computeIfAbsent(List.copyOf(values), this::newTagSet);
	}

	private TaggedSeries newTagSet(List<String> values) {
		List<String> job = values.subList(0, Keys.JOB.size());
		return new TaggedSeries(this.series.computeIfAbsent(job, this::newSeries),
				values.subList(Keys.JOB.size(), values.size()));
	}

	private JobSeries newSeries(List<String> values) {
		List<String> named = values.subList(0, 2);
		Tags tags = JobMetrics.tags(Keys.JOB.subList(0, 2), named);
		LastSuccess success = this.successes.computeIfAbsent(named, (key) -> new LastSuccess(this.metrics, tags));
		JobAges shared = this.ages.computeIfAbsent(values.subList(0, 3),
				(key) -> new JobAges(this.metrics, tags.and(Keys.QUEUE, values.get(2)), success));
		return new JobSeries(this.metrics, values, shared);
	}

}
