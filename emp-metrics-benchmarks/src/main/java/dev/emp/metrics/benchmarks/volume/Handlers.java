package dev.emp.metrics.benchmarks.volume;

import java.time.Instant;

import org.springframework.stereotype.Component;

import dev.emp.metrics.job.MeteredJob;

/**
 * The three handlers of the worker: each says its queue and when its job came, one how
 * much it made.
 */
@Component
class Handlers {

	@MeteredJob(value = "render", service = "media", queue = "jobs", enqueuedAt = "#{#job.enqueuedAt}",
			outputSize = "#{#result.length}")
	byte[] render(Job job) throws InterruptedException {
		job.run();
		return new byte[20_000 + job.millis()];
	}

	@MeteredJob(value = "index", service = "media", queue = "jobs", enqueuedAt = "#{#job.enqueuedAt}")
	void index(Job job) throws InterruptedException {
		job.run();
	}

	@MeteredJob(value = "mail", service = "media", queue = "jobs", enqueuedAt = "#{#job.enqueuedAt}")
	void mail(Job job) throws InterruptedException {
		job.run();
	}

	/**
	 * A job.
	 *
	 * @param enqueuedAt when it came
	 * @param millis how long it takes
	 * @param fails whether it fails
	 */
	record Job(Instant enqueuedAt, int millis, boolean fails) {

		void run() throws InterruptedException {
			Thread.sleep(this.millis);
			if (this.fails) {
				throw new IllegalArgumentException("the input is none");
			}
		}

	}

}
