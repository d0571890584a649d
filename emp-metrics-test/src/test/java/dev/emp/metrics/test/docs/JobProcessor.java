package dev.emp.metrics.test.docs;

// tag::processor[]
import org.springframework.stereotype.Component;

import dev.emp.metrics.job.MeteredJob;

@Component
public class JobProcessor {

	@MeteredJob(value = "generate", service = "#{#job.service}", priority = "#{#job.priority}",
			outcome = "#{#result.success}", outputSize = "#{#result.bytes}")
	public JobResult process(JobData job) {
		return new JobResult(true, 12);
	}

	public record JobData(String service, int priority) {
	}

	public record JobResult(boolean success, long bytes) {
	}

}
// end::processor[]
