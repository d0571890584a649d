package dev.emp.metrics.job;

import org.jspecify.annotations.Nullable;

/**
 * Gives values to declared tag keys from the environment of the call, such as the tenant
 * or the MDC. Called on the thread that starts the job, for each key of
 * {@code emp.metrics.job.tag-keys} that the annotation leaves open.
 *
 * <pre>
 * &#64;Bean
 * JobTagsContributor tenantTag() {
 *     return (key) -> "tenant".equals(key) ? MDC.get("tenant") : null;
 * }
 * </pre>
 */
@FunctionalInterface
public interface JobTagsContributor {

	/**
	 * The value of a tag for the job that starts.
	 * @param key a declared key
	 * @return the value, or null to leave it to the next contributor
	 */
	@Nullable String value(String key);

}
