package dev.emp.metrics.sample.http;

import java.io.RandomAccessFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

import dev.emp.metrics.sample.queue.FileInput;
import dev.emp.metrics.sample.queue.JobQueue;
import dev.emp.metrics.sample.queue.JobResult;
import dev.emp.metrics.sample.queue.JobType;
import dev.emp.metrics.sample.queue.Priority;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a client sees of a queue that is full.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "sample.load.enabled=false", "sample.queue.capacity=1", "sample.queue.workers=1" })
class FullQueueTests {

	private final HttpClient client = HttpClient.newHttpClient();

	@Autowired
	private JobQueue queue;

	@Value("${local.server.port}")
	private int port;

	@TempDir
	private Path directory;

	@Test
	void asksTheClientToComeBackLater() throws Exception {
		Path large = largeFile();
		fill(large);
		HttpResponse<String> response = post();
		assertThat(response.statusCode()).isEqualTo(503);
		assertThat(response.headers().firstValue("Retry-After")).hasValue("5");
		assertThat(response.body()).contains("The queue is full: 1 jobs are waiting (sample.queue.capacity)");
	}

	private void fill(Path file) {
		assertThat(submit(file)).isNotDone();
		Awaitility.await().until(() -> this.queue.size() == 0);
		assertThat(submit(file)).isNotDone();
	}

	private CompletableFuture<JobResult> submit(Path file) {
		return this.queue.submit(JobType.HASH, Priority.HIGH, new FileInput(file));
	}

	private Path largeFile() throws Exception {
		Path file = this.directory.resolve("large");
		try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
			access.setLength(400_000_000);
		}
		return file;
	}

	private HttpResponse<String> post() throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:%d/jobs".formatted(this.port)))
			.header("Content-Type", "text/plain")
			.POST(BodyPublishers.ofString("text"))
			.build();
		return this.client.send(request, BodyHandlers.ofString());
	}

}
