package dev.emp.metrics.job;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.emp.metrics.support.Guarded;

/**
 * Asks the contributors for the value of a tag.
 */
final class JobTags {

	private final List<JobTagsContributor> contributors;

	private final List<Guarded> guards = new ArrayList<>();

	JobTags(JobMetrics metrics, List<JobTagsContributor> contributors) {
		this.contributors = List.copyOf(contributors);
		contributors.forEach((contributor) -> this.guards.add(metrics
			.guard("JobTagsContributor " + JobMetrics.typeName(contributor), "The tag is counted as unknown.")));
	}

	boolean any() {
		return !this.contributors.isEmpty();
	}

	@Nullable String value(String key) {
		for (int i = 0; i < this.contributors.size(); i++) {
			try {
				String value = this.contributors.get(i).value(key);
				if (value != null) {
					return value;
				}
			}
			catch (Throwable ex) {
				this.guards.get(i).failed(ex);
			}
		}
		return null;
	}

}
