package dev.emp.metrics.job;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Asks the contributors for the value of a tag.
 */
final class JobTags {

	private final List<Callback<JobTagsContributor>> contributors;

	JobTags(JobMetrics metrics, List<JobTagsContributor> contributors) {
		this.contributors = Callback.all(metrics, JobTagsContributor.class, contributors,
				"The tag is counted as unknown.");
	}

	boolean any() {
		return !this.contributors.isEmpty();
	}

	@Nullable String value(String key) {
		for (int i = 0; i < this.contributors.size(); i++) {
			Callback<JobTagsContributor> contributor = this.contributors.get(i);
			try {
				String value = contributor.code().value(key);
				if (value != null) {
					return value;
				}
			}
			catch (Throwable ex) {
				contributor.guard().failed(ex);
			}
		}
		return null;
	}

}
