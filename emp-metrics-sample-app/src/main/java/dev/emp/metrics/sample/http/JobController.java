package dev.emp.metrics.sample.http;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.InputStreamResource;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import dev.emp.metrics.sample.queue.BytesInput;
import dev.emp.metrics.sample.queue.JobQueue;
import dev.emp.metrics.sample.queue.JobResult;

/**
 * Takes the bytes of a request through the queue and the workers, and answers with what
 * they made of them.
 */
@RestController
final class JobController {

	private final JobQueue queue;

	private final HttpProperties properties;

	JobController(JobQueue queue, HttpProperties properties) {
		this.queue = queue;
		this.properties = properties;
	}

	@PostMapping("/jobs")
	CompletableFuture<ResponseEntity<Object>> run(@RequestParam(required = false) @Nullable String type,
			@RequestParam(required = false) @Nullable String priority,
			@RequestHeader(name = "Content-Type", required = false) @Nullable BodyType contentType,
			@RequestBody(required = false) @Nullable InputStreamResource body) throws IOException {
		JobOrder order = JobOrder.of(type, priority, contentType);
		BytesInput input = Body.read(body, this.properties.maxBody());
		return this.queue.submit(order.type(), order.priority(), input)
			.orTimeout(this.properties.timeout().toMillis(), TimeUnit.MILLISECONDS)
			.thenApply(JobController::answer);
	}

	// what curl sends unless told otherwise; Tomcat reads it for its parameters, so that
	// nothing would be left of the body
	@PostMapping(path = "/jobs",
			consumes = { MediaType.APPLICATION_FORM_URLENCODED_VALUE, MediaType.MULTIPART_FORM_DATA_VALUE })
	ProblemDetail form() {
		return ProblemDetail.forStatusAndDetail(HttpStatus.UNSUPPORTED_MEDIA_TYPE,
				"A form is not taken; send the bytes of a file as the body and name what they are, "
						+ "for example with the header Content-Type: image/jpeg");
	}

	private static ResponseEntity<Object> answer(JobResult result) {
		return ResponseEntity.ok().contentType(MediaType.parseMediaType(result.contentType())).body(result.body());
	}

}
