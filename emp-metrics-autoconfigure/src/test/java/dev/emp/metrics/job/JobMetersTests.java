package dev.emp.metrics.job;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import dev.emp.metrics.MeterSpec;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JobMeters}.
 */
class JobMetersTests {

	private static final String CONTRACT = """
			jobs.processed | counter | | job.name service queue priority status + | | fast
			jobs.active | gauge | | job.name service queue priority | | fast
			job.duration | timer | seconds | job.name service queue priority status + \
			| 0.1 0.5 1 2 5 10 30 60 300 600 | fast
			job.queue.wait | timer | seconds | job.name service queue priority | 1 5 10 30 60 300 600 1800 3600 | fast
			job.output.size | distribution_summary | bytes | job.name service queue priority \
			| 1024 16384 262144 4194304 67108864 1073741824 | standard
			job.input.size | distribution_summary | bytes | job.name service queue priority \
			| 1024 16384 262144 4194304 67108864 1073741824 | standard
			errors | counter | | job.name service priority error.type error.name | | fast
			job.active.age.max | gauge | seconds | job.name service queue | | fast
			job.progress.age.max | gauge | seconds | job.name service queue | | fast
			job.outcomes | counter | | job.name service queue priority kind + | | standard
			job.retries | counter | | job.name service queue priority error.type + | | standard
			job.last.success.age | gauge | seconds | job.name service | | standard
			job.queue.wait.skew | counter | | job.name service | | standard
			""";

	@Test
	void metersAreThoseOfTheContract() {
		assertThat(Stream.of(JobMeters.values()).map((meter) -> row(meter.spec())))
			.containsExactlyInAnyOrderElementsOf(CONTRACT.lines().toList());
	}

	private static String row(MeterSpec spec) {
		String keys = String.join(" ", spec.tagKeys()) + (spec.extraTags() ? " +" : "");
		return String
			.join(" | ", spec.name(), spec.type().name(), Objects.toString(spec.unit(), ""), keys,
					buckets(spec.buckets()), spec.tier().name())
			.toLowerCase(Locale.ROOT)
			.replace("|  |", "| |");
	}

	private static String buckets(List<Double> buckets) {
		return buckets.stream()
			.map((bound) -> (bound % 1 == 0) ? Long.toString(bound.longValue()) : bound.toString())
			.collect(Collectors.joining(" "));
	}

}
