package dev.emp.metrics.sample.work;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.zip.GZIPOutputStream;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

import dev.emp.metrics.job.MeteredJob;
import dev.emp.metrics.sample.queue.Job;
import dev.emp.metrics.sample.queue.JobHandler;
import dev.emp.metrics.sample.queue.JobQueue;
import dev.emp.metrics.sample.queue.JobResult;
import dev.emp.metrics.sample.queue.JobType;

/**
 * Compresses any bytes, block by block on several threads: a file of gzip may have many
 * members (RFC 1952, section 2.2). Returns before that is done.
 */
@Component
class CompressHandler implements JobHandler {

	static final int BLOCK = 256 * 1024;

	private final Executor executor;

	CompressHandler(@Qualifier("compressors") Executor executor) {
		this.executor = executor;
	}

	@Override
	public JobType type() {
		return JobType.COMPRESS;
	}

	@Override
	@MeteredJob(value = "compress", service = "files", queue = JobQueue.NAME, priority = "#{#job.priority.label}",
			enqueuedAt = "#{#job.availableAt}", attempt = "#{#job.attempt}", maxAttempts = "#{#job.maxAttempts}",
			inputSize = "#{#job.size}", outputSize = "#{#result.size}")
	public CompletableFuture<JobResult> handle(Job job) throws IOException {
		List<CompletableFuture<byte[]>> members = new ArrayList<>();
		long bytes = 0;
		try (InputStream input = job.input().open()) {
			for (byte[] block = input.readNBytes(BLOCK); block.length > 0; block = input.readNBytes(BLOCK)) {
				byte[] full = block;
				members.add(CompletableFuture.supplyAsync(() -> member(full), this.executor));
				bytes += block.length;
			}
		}
		long originalSize = bytes;
		return CompletableFuture.allOf(members.toArray(CompletableFuture[]::new))
			.thenApply((done) -> new Compressed(originalSize, join(members)));
	}

	private static byte[] member(byte[] block) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
			gzip.write(block);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toByteArray();
	}

	private static byte[] join(List<CompletableFuture<byte[]>> members) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		members.forEach((member) -> bytes.writeBytes(member.join()));
		return bytes.toByteArray();
	}

}
