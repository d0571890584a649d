package dev.emp.metrics.job;

import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import dev.emp.metrics.InvalidSettingException;
import dev.emp.metrics.job.JobMeters.Keys;
import dev.emp.metrics.support.TagKeys;

/**
 * Settings of the metrics of jobs.
 *
 * @param enabled Whether to meter jobs
 * @param tagKeys Keys of the tags that jobs may have besides the name, service, queue and
 * priority. Every sample has all of them
 * @param limits How many different tag values are kept
 */
@ConfigurationProperties("emp.metrics.job")
record JobProperties(@DefaultValue("true") boolean enabled, @DefaultValue List<String> tagKeys,
		@DefaultValue Limits limits) {

	JobProperties {
		List<String> taken = new ArrayList<>(Keys.ALL);
		for (String key : tagKeys) {
			String problem = TagKeys.problem(key, taken);
			if (problem != null) {
				throw new InvalidSettingException("A key in the property emp.metrics.job.tag-keys", key, problem,
						"Choose another key, for example 'tenant' or 'model.family'.");
			}
			taken.add(key);
		}
		tagKeys = List.copyOf(tagKeys);
	}

	/**
	 * How many different values are kept; what comes later is counted as {@code _other}.
	 *
	 * @param names Number of job names that are kept apart
	 * @param values Number of values of each other tag that are kept apart
	 * @param errorNames Number of error names that are kept apart
	 * @param tagSets Number of combinations of tag values that are kept apart, over all
	 * jobs
	 */
	record Limits(@DefaultValue("200") int names, @DefaultValue("100") int values, @DefaultValue("50") int errorNames,
			@DefaultValue("2000") int tagSets) {

		Limits {
			InvalidSettingException.checkLimit("job", "job", "names", names);
			InvalidSettingException.checkLimit("job", "job", "values", values);
			InvalidSettingException.checkLimit("job", "job", "error-names", errorNames);
			InvalidSettingException.checkLimit("job", "job", "tag-sets", tagSets);
		}

	}

}
