package dev.emp.metrics.job;

import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Handlers to be metered.
 */
final class Handlers {

	private Handlers() {
	}

	/**
	 * A job with a priority.
	 *
	 * @param priority the priority
	 */
	public record Job(String priority) {
	}

	/**
	 * What a handler reports instead of throwing.
	 *
	 * @param success whether it worked
	 * @param bytes the size of the output
	 */
	public record Report(boolean success, long bytes) {
	}

	/**
	 * Handlers for most tests.
	 */
	static class Handler {

		Runnable work = () -> {
		};

		@MeteredJob(value = "render", priority = "#{#job.priority}")
		String render(@Nullable Job job) {
			this.work.run();
			return "done";
		}

		@MeteredJob
		void named() {
			this.work.run();
		}

		@MeteredJob(value = "fail", priority = "#{null}")
		void fail(Throwable thrown) throws Exception {
			if (thrown instanceof Error error) {
				throw error;
			}
			throw (Exception) thrown;
		}

		@MeteredJob(value = "report", outcome = "#{#result?.success}", inputSize = "#{#args.length}",
				outputSize = "#{#result?.bytes}")
		@Nullable Report report(@Nullable Report report) {
			return report;
		}

		@MeteredJob(value = "waited", enqueuedAt = "#{#at}", attempt = "#{#a1}", maxAttempts = "#{#p2}")
		void waited(@Nullable Object at, int attempt, int of) {
		}

		@MeteredJob(value = "retried", attempt = "#{#attempt}", maxAttempts = "#{#of}")
		void retried(int attempt, int of) {
			throw new IllegalStateException();
		}

		@MeteredJob(value = "typed", priority = "#{#value}")
		void typed(Object value) {
		}

		@MeteredJob(value = "placed-${kind:none}", queue = "${no.such:fallback}", priority = "#{null}")
		void placed() {
		}

	}

	/**
	 * A handler with declared tags.
	 */
	static class Tagged {

		@MeteredJob(value = "tagged", tags = { "tenant=#{#job['tenant']}", "size=#{#result.toLowerCase()}" })
		String run(Map<String, String> job, String size) {
			if (size.equals("boom")) {
				throw new IllegalArgumentException("boom");
			}
			return size.toUpperCase(Locale.ROOT);
		}

	}

}
