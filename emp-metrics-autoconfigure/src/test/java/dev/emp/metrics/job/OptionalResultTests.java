package dev.emp.metrics.job;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the result of a job is what an {@link Optional} holds.
 */
@ExtendWith(OutputCaptureExtension.class)
class OptionalResultTests extends JobContext {

	@Test
	void readsTheContentOfAnOptional() {
		assertReads("plain");
	}

	@Test
	void readsTheContentOfAnOptionalThatAFutureGives() {
		assertReads("done");
		assertReads("later");
	}

	@Test
	void readsTheContentOfAnOptionalThatAPublisherGives() {
		assertReads("mono");
	}

	@Test
	void readsNullWhereItIsEmpty(CapturedOutput output) {
		withHandler(new Handler(), (handler) -> {
			assertThat(call(handler, "plain", null)).isEmpty();
			assertThat(call(handler, "later", null)).isEmpty();
			assertThat(call(handler, "mono", null)).isEmpty();
			assertThat(count("jobs.processed", "status", "failed", "format", "unknown")).isEqualTo(3);
			assertThat(this.registry.find("job.output.size").summary()).isNull();
			assertThat(output).doesNotContain("WARN");
		}, "emp.metrics.job.tag-keys=format");
	}

	private void assertReads(String method) {
		this.registry.clear();
		withHandler(new Handler(), (handler) -> {
			assertThat(call(handler, method, "pdf")).contains("pdf");
			assertThat(count("jobs.processed", "job.name", method, "status", "completed", "format", "pdf")).isOne();
			assertThat(this.registry.get("job.output.size").summary().totalAmount()).isEqualTo(3);
		}, "emp.metrics.job.tag-keys=format");
	}

	private static Optional<String> call(Handler handler, String method, @Nullable String format) {
		Optional<String> found = Optional.ofNullable(format);
		CompletableFuture<Optional<String>> future = new CompletableFuture<>();
		return switch (method) {
			case "plain" -> handler.plain(found);
			case "done" -> handler.done(CompletableFuture.completedFuture(found)).join();
			case "later" -> {
				CompletableFuture<Optional<String>> returned = handler.later(future);
				future.complete(found);
				yield returned.join();
			}
			default -> Objects.requireNonNull(handler.mono(found).block());
		};
	}

	static class Handler {

		@MeteredJob(value = "plain", outcome = "#{#result != null}", outputSize = "#{#result?.length}",
				tags = "format=#{#result}")
		Optional<String> plain(Optional<String> found) {
			return found;
		}

		@MeteredJob(value = "done", outcome = "#{#result != null}", outputSize = "#{#result?.length}",
				tags = "format=#{#result}")
		CompletableFuture<Optional<String>> done(CompletableFuture<Optional<String>> found) {
			return found;
		}

		@MeteredJob(value = "later", outcome = "#{#result != null}", outputSize = "#{#result?.length}",
				tags = "format=#{#result}")
		CompletableFuture<Optional<String>> later(CompletableFuture<Optional<String>> found) {
			return found;
		}

		@MeteredJob(value = "mono", outcome = "#{#result != null}", outputSize = "#{#result?.length}",
				tags = "format=#{#result}")
		Mono<Optional<String>> mono(Optional<String> found) {
			return Mono.just(found);
		}

	}

}
