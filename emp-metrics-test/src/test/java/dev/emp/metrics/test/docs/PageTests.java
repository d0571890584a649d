package dev.emp.metrics.test.docs;

// tag::assertions[]
import java.util.concurrent.TimeoutException;

import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import dev.emp.metrics.job.JobInfo;
import dev.emp.metrics.job.JobRecorder;
import dev.emp.metrics.test.JobAssertions;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@SpringBootTest(properties = "emp.metrics.job.tag-keys=tenant,format")
class PageTests {

	@Autowired
	private MeterRegistry registry;

	@Autowired
	private JobRecorder recorder;

	@Test
	void countsPages() throws Exception {
		this.recorder.record(JobInfo.of("page").tag("tenant", "acme"), () -> "image");
		assertThatExceptionOfType(TimeoutException.class)
			.isThrownBy(() -> this.recorder.record(JobInfo.of("page"), () -> {
				throw new TimeoutException();
			}));
		JobAssertions.assertThatJob(this.registry, "page").started(2).completed(1).hasError("timeout", 1).active(0);
		JobAssertions.assertThatJob(this.registry, "page").withTag("tenant", "acme").completed(1);
		JobAssertions.assertThatJob(this.registry, "cover").neverRan();
	}

}
// end::assertions[]
