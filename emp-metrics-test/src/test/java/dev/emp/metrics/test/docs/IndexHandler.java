package dev.emp.metrics.test.docs;

// tag::progress[]
import java.util.List;

import org.springframework.stereotype.Component;

import dev.emp.metrics.job.JobRun;
import dev.emp.metrics.job.MeteredJob;

@Component
class IndexHandler {

	@MeteredJob("index")
	void index(List<String> documents) {
		JobRun run = JobRun.current();
		run.inputBytes(documents.stream().mapToLong(String::length).sum());
		for (String document : documents) {
			run.progress();
			add(document);
		}
	}

	void add(String document) {
	}

}
// end::progress[]
