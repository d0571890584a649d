package dev.emp.metrics.test.docs;

// tag::reporting[]
import org.springframework.stereotype.Component;

import dev.emp.metrics.job.MeteredJob;

@Component
public class ScanHandler {

	@MeteredJob(value = "scan", inputSize = "#{#file.length}", outputSize = "#{#result.summary.length}",
			outcome = "#{#result.clean}", tags = { "tenant=#{#tenant}", "format=#{#result.format}" })
	public Report scan(String tenant, String file) {
		return new Report(!file.contains("virus"), "text", "nothing");
	}

	public record Report(boolean clean, String format, String summary) {
	}

}
// end::reporting[]
