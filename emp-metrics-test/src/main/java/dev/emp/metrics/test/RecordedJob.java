package dev.emp.metrics.test;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;

/**
 * What a registry holds of one job.
 *
 * @param registry the registry
 * @param name the name of the job
 * @param tags what the series must have besides
 */
record RecordedJob(MeterRegistry registry, String name, Tags tags) {

	RecordedJob(MeterRegistry registry, String name) {
		this(registry, name, Tags.empty());
	}

	RecordedJob with(String key, String value) {
		return new RecordedJob(this.registry, this.name, this.tags.and(key, value));
	}

	/**
	 * The sum over the job's series of a meter.
	 * @param meter the name of the meter
	 * @return the sum of the counts or of the values, 0 if there is no series
	 */
	long sum(String meter) {
		return Math.round(find(meter, this.tags).stream().mapToDouble(RecordedJob::value).sum());
	}

	/**
	 * The tags that were asked for and that no series of a meter has as a key.
	 * @param meter the name of the meter
	 * @return the keys; none if the meter has no series of the job
	 */
	List<String> missingKeys(String meter) {
		Collection<Meter> series = find(meter, Tags.empty());
		return this.tags.stream()
			.map(Tag::getKey)
			.filter((key) -> !series.isEmpty()
					&& series.stream().noneMatch((candidate) -> candidate.getId().getTag(key) != null))
			.toList();
	}

	/**
	 * What there is instead of what was expected.
	 * @return the series of the job, or the jobs that are there if this one is not
	 */
	String describe() {
		List<Meter> series = this.registry.getMeters()
			.stream()
			.filter((meter) -> this.name.equals(meter.getId().getTag(JobMeterNames.JOB_NAME)))
			.toList();
		if (series.isEmpty()) {
			return "There is no job \"" + this.name + "\", there are: " + jobs();
		}
		return series.stream()
			.map(RecordedJob::describe)
			.sorted()
			.collect(Collectors.joining("\n  ", "The series of the job are:\n  ", ""));
	}

	/**
	 * The tags that were asked for, for a message.
	 * @return a text, empty if there are none
	 */
	String narrowing() {
		return this.tags.equals(Tags.empty()) ? "" : " with " + text(this.tags);
	}

	private String jobs() {
		return this.registry.getMeters()
			.stream()
			.map((meter) -> meter.getId().getTag(JobMeterNames.JOB_NAME))
			.filter(Objects::nonNull)
			.distinct()
			.sorted()
			.toList()
			.toString();
	}

	private Collection<Meter> find(String meter, Tags required) {
		return this.registry.find(meter).tag(JobMeterNames.JOB_NAME, this.name).tags(required).meters();
	}

	private static String describe(Meter meter) {
		double value = value(meter);
		String number = (value % 1 == 0) ? Long.toString((long) value) : Double.toString(value);
		return meter.getId().getName() + text(meter.getId().getTags()) + " " + number;
	}

	private static String text(Iterable<Tag> tags) {
		return StreamSupport.stream(tags.spliterator(), false)
			.map((tag) -> tag.getKey() + "=" + tag.getValue())
			.collect(Collectors.joining(", ", "{", "}"));
	}

	private static double value(Meter meter) {
		if (meter instanceof Timer timer) {
			return timer.count();
		}
		if (meter instanceof DistributionSummary summary) {
			return summary.count();
		}
		return StreamSupport.stream(meter.measure().spliterator(), false).mapToDouble(Measurement::getValue).sum();
	}

}
