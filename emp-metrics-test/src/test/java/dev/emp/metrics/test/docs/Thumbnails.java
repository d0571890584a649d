package dev.emp.metrics.test.docs;

// tag::recorder[]
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

import org.springframework.stereotype.Component;

import dev.emp.metrics.job.JobInfo;
import dev.emp.metrics.job.JobRecorder;
import dev.emp.metrics.job.JobRun;

@Component
class Thumbnails {

	private final JobRecorder recorder;

	Thumbnails(JobRecorder recorder) {
		this.recorder = recorder;
	}

	byte[] scale(byte[] page) throws Exception {
		return this.recorder.record(JobInfo.of("thumbnail").queue("images"), () -> Arrays.copyOf(page, 256));
	}

	CompletableFuture<Void> upload(CompletableFuture<Void> sent) {
		JobRun run = this.recorder.start(JobInfo.of("upload").attempt(1, 3));
		return sent.whenComplete((nothing, error) -> {
			if (error == null) {
				run.succeed();
			}
			else {
				run.fail(error);
			}
		});
	}

}
// end::recorder[]
