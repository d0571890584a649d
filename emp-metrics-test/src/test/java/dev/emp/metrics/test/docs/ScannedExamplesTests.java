package dev.emp.metrics.test.docs;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import dev.emp.metrics.job.JobInfo;
import dev.emp.metrics.job.JobRecorder;
import dev.emp.metrics.test.JobAssert;
import dev.emp.metrics.test.JobAssertions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that the examples are found by the component scan of one application and count
 * there.
 */
@SpringBootTest(properties = { "emp.metrics.job.tag-keys=tenant,format",
		"logging.level.dev.emp.metrics.test.docs.JobConfiguration=info" })
@ExtendWith(OutputCaptureExtension.class)
class ScannedExamplesTests {

	@Autowired
	private MeterRegistry registry;

	@Test
	void handlersCount(@Autowired PageHandler page, @Autowired GpuHandler gpu, @Autowired LaterHandler later,
			@Autowired ScanHandler scan, @Autowired MailHandler mail, @Autowired RetriedHandler retried,
			@Autowired DeliveredHandler delivered, @Autowired IndexHandler index, @Autowired ExportHandler export,
			@Autowired JobProcessor processor) throws IOException {
		RenderJob job = new RenderJob("acme", "high", Instant.now());
		page.render(job);
		gpu.render(job);
		assertThat(later.render(CompletableFuture.completedFuture("image"))).isCompleted();
		assertThatJob("render").completed(3).waited(2);
		scan.scan("acme", "text");
		assertThatJob("scan").withTag("tenant", "acme").withTag("format", "text").completed(1);
		mail.send("hello");
		assertThatJob("MailHandler.send").completed(1);
		retried.mail(job);
		assertThatJob("mail").hasOutcome("success_first", 1);
		delivered.post(job, 2);
		assertThatJob("post").hasOutcome("success_after_retry", 1);
		index.index(List.of("text"));
		assertThatJob("index").completed(1);
		export.export(List.of("row")).blockLast();
		assertThatJob("export").completed(1);
		processor.process(new JobProcessor.JobData("gpu", 5));
		assertThatJob("generate").completed(1);
	}

	@Test
	void recorderAndBeansAreUsed(@Autowired Thumbnails thumbnails, @Autowired JobRecorder recorder,
			CapturedOutput output) throws Exception {
		thumbnails.scale(new byte[1]);
		assertThatJob("thumbnail").completed(1);
		assertThatExceptionOfType(NoSuchFileException.class)
			.isThrownBy(() -> recorder.record(JobInfo.of("read"), () -> {
				throw new NoSuchFileException("page.txt");
			}));
		assertThatJob("read").failed(1).hasError("validation", 1);
		assertThat(output).contains("read failed after PT0");
	}

	private JobAssert assertThatJob(String name) {
		return JobAssertions.assertThatJob(this.registry, name);
	}

}
