package dev.emp.metrics.sample.work;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import org.springframework.stereotype.Component;

import dev.emp.metrics.job.MeteredJob;
import dev.emp.metrics.sample.queue.Job;
import dev.emp.metrics.sample.queue.JobHandler;
import dev.emp.metrics.sample.queue.JobQueue;
import dev.emp.metrics.sample.queue.JobResult;
import dev.emp.metrics.sample.queue.JobType;

/**
 * Computes the SHA-256 of any bytes.
 */
@Component
class HashHandler implements JobHandler {

	private static final String ALGORITHM = "SHA-256";

	@Override
	public JobType type() {
		return JobType.HASH;
	}

	@Override
	@MeteredJob(value = "hash", service = "files", queue = JobQueue.NAME, priority = "#{#job.priority.label}",
			enqueuedAt = "#{#job.availableAt}", attempt = "#{#job.attempt}", maxAttempts = "#{#job.maxAttempts}",
			inputSize = "#{#job.size}", outputSize = "#{#result.size}")
	public JobResult handle(Job job) throws IOException, NoSuchAlgorithmException {
		MessageDigest digest = MessageDigest.getInstance(ALGORITHM);
		try (InputStream bytes = job.input().open()) {
			long count = update(digest, bytes);
			return new Digest(ALGORITHM, HexFormat.of().formatHex(digest.digest()), count);
		}
	}

	private static long update(MessageDigest digest, InputStream bytes) throws IOException {
		byte[] buffer = new byte[64 * 1024];
		long count = 0;
		for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
			digest.update(buffer, 0, read);
			count += read;
			if (Thread.currentThread().isInterrupted()) {
				throw new InterruptedIOException("Interrupted after %d bytes".formatted(count));
			}
		}
		return count;
	}

}
