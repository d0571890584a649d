package dev.emp.metrics.sample.work;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import dev.emp.metrics.job.MeteredJob;
import dev.emp.metrics.sample.queue.InvalidInputException;
import dev.emp.metrics.sample.queue.Job;
import dev.emp.metrics.sample.queue.JobHandler;
import dev.emp.metrics.sample.queue.JobInput;
import dev.emp.metrics.sample.queue.JobQueue;
import dev.emp.metrics.sample.queue.JobResult;
import dev.emp.metrics.sample.queue.JobType;

/**
 * Counts the lines and words of a text as they stream by: the text is never in memory as
 * a whole. Does nothing before somebody subscribes.
 */
@Component
class WordsHandler implements JobHandler {

	@Override
	public JobType type() {
		return JobType.WORDS;
	}

	@Override
	@MeteredJob(value = "words", service = "texts", queue = JobQueue.NAME, priority = "#{#job.priority.label}",
			enqueuedAt = "#{#job.availableAt}", attempt = "#{#job.attempt}", maxAttempts = "#{#job.maxAttempts}",
			inputSize = "#{#job.size}", outputSize = "#{#result.size}")
	public Mono<JobResult> handle(Job job) {
		return lines(job.input()).reduce(WordCount.NONE, WordCount::plus)
			.onErrorMap(UncheckedIOException.class, WordsHandler::reason)
			.<JobResult>map((count) -> count)
			.subscribeOn(Schedulers.boundedElastic());
	}

	private static Flux<String> lines(JobInput input) {
		return Flux.using(() -> open(input), (reader) -> Flux.fromStream(reader.lines()), WordsHandler::close);
	}

	private static BufferedReader open(JobInput input) throws IOException {
		// a decoder of its own complains of what is no UTF-8, a charset replaces it
		return new BufferedReader(new InputStreamReader(input.open(), StandardCharsets.UTF_8.newDecoder()));
	}

	private static void close(BufferedReader reader) {
		try {
			reader.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Throwable reason(UncheckedIOException ex) {
		return (ex.getCause() instanceof CharacterCodingException cause)
				? new InvalidInputException("The text is not UTF-8", cause)
				: NestedExceptionUtils.getMostSpecificCause(ex);
	}

}
