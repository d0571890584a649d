package dev.emp.metrics.sample.http;

import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

import dev.emp.metrics.sample.queue.InvalidInputException;
import dev.emp.metrics.sample.queue.JobRefusedException;

/**
 * Says why a job was not taken or not done. Comes before the handler that Boot brings,
 * which has no words for a body that WebFlux found too large.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
@RestControllerAdvice(assignableTypes = JobController.class)
final class JobProblems {

	private static final String RETRY_AFTER_SECONDS = "5";

	private final HttpProperties properties;

	JobProblems(HttpProperties properties) {
		this.properties = properties;
	}

	@ExceptionHandler
	ProblemDetail invalid(InvalidInputException ex) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, ex.getMessage());
	}

	@ExceptionHandler
	ProblemDetail tooLarge(BodyTooLargeException ex) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.CONTENT_TOO_LARGE, ex.getMessage());
	}

	@ExceptionHandler
	ProblemDetail tooLarge(DataBufferLimitException ex) {
		return tooLarge(new BodyTooLargeException(this.properties.maxBody()));
	}

	@ExceptionHandler
	ResponseEntity<ProblemDetail> refused(JobRefusedException ex) {
		return later(ex.getMessage());
	}

	@ExceptionHandler
	ResponseEntity<ProblemDetail> cancelled(CancellationException ex) {
		return later("The worker is stopping");
	}

	@ExceptionHandler
	ResponseEntity<ProblemDetail> late(TimeoutException ex) {
		return later("The job was not done within " + this.properties.timeout());
	}

	private static ResponseEntity<ProblemDetail> later(@Nullable String reason) {
		return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
			.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
			.body(ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, reason));
	}

}
