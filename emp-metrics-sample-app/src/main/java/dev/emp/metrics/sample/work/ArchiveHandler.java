package dev.emp.metrics.sample.work;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

import org.springframework.resilience.annotation.Retryable;
import org.springframework.stereotype.Component;

import dev.emp.metrics.job.MeteredJob;
import dev.emp.metrics.sample.queue.InvalidInputException;
import dev.emp.metrics.sample.queue.Job;
import dev.emp.metrics.sample.queue.JobHandler;
import dev.emp.metrics.sample.queue.JobQueue;
import dev.emp.metrics.sample.queue.JobResult;
import dev.emp.metrics.sample.queue.JobType;

/**
 * Reads a ZIP archive to its end, so that the check sum of each entry is checked. An
 * archive that ends too soon may still be written: Spring calls again, up to three times.
 * The annotation names no attempts, since they are seen as Spring makes them.
 */
@Component
class ArchiveHandler implements JobHandler {

	private static final byte[] BEGINNING = { 'P', 'K', 3, 4 };

	private static final int END = 0x504B0506;

	private static final int END_LENGTH = 22;

	@Override
	public JobType type() {
		return JobType.ARCHIVE;
	}

	@Override
	@Retryable(includes = IOException.class, excludes = InterruptedIOException.class, maxRetries = 3, delay = 300,
			multiplier = 2)
	@MeteredJob(value = "archive", service = "files", queue = JobQueue.NAME, priority = "#{#job.priority.label}",
			enqueuedAt = "#{#job.availableAt}", inputSize = "#{#job.size}", outputSize = "#{#result.size}")
	public JobResult handle(Job job) throws IOException {
		try (InputStream input = job.input().open()) {
			byte[] archive = input.readAllBytes();
			checkBeginning(archive);
			checkEnd(archive);
			return read(new ZipInputStream(new ByteArrayInputStream(archive)));
		}
	}

	private static void checkBeginning(byte[] archive) {
		int length = Math.min(archive.length, BEGINNING.length);
		if (!Arrays.equals(archive, 0, length, BEGINNING, 0, length)) {
			throw new InvalidInputException("The archive is none: it does not begin as a ZIP file does");
		}
	}

	// without its end, a stream of ZIP may look like one of fewer entries
	private static void checkEnd(byte[] archive) throws IOException {
		ByteBuffer bytes = ByteBuffer.wrap(archive);
		for (int i = archive.length - END_LENGTH; i >= 0; i--) {
			if (bytes.getInt(i) == END) {
				return;
			}
		}
		throw new EOFException("The archive ends too soon: it has no directory");
	}

	private static ArchiveSummary read(ZipInputStream archive) throws IOException {
		int entries = 0;
		long bytes = 0;
		for (ZipEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
			entries++;
			bytes += archive.transferTo(OutputStream.nullOutputStream());
			if (Thread.currentThread().isInterrupted()) {
				throw new InterruptedIOException("Interrupted after %d entries".formatted(entries));
			}
		}
		return new ArchiveSummary(entries, bytes);
	}

}
