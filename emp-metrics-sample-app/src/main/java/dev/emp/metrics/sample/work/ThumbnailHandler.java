package dev.emp.metrics.sample.work;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

import org.springframework.stereotype.Component;
import org.springframework.util.Assert;

import dev.emp.metrics.job.MeteredJob;
import dev.emp.metrics.sample.queue.Job;
import dev.emp.metrics.sample.queue.JobHandler;
import dev.emp.metrics.sample.queue.JobQueue;
import dev.emp.metrics.sample.queue.JobResult;
import dev.emp.metrics.sample.queue.JobType;

/**
 * Decodes an image with Java2D, scales it down and encodes it as PNG. An orientation that
 * the image asks for in its metadata is not applied.
 */
@Component
class ThumbnailHandler implements JobHandler {

	private final ImageDecoder decoder;

	private final ImageScaler scaler;

	ThumbnailHandler(WorkProperties properties) {
		this.decoder = new ImageDecoder(properties.maxPixels());
		this.scaler = new ImageScaler(properties.thumbnailSize());
	}

	@Override
	public JobType type() {
		return JobType.THUMBNAIL;
	}

	@Override
	@MeteredJob(value = "thumbnail", service = "images", queue = JobQueue.NAME, priority = "#{#job.priority.label}",
			enqueuedAt = "#{#job.availableAt}", attempt = "#{#job.attempt}", maxAttempts = "#{#job.maxAttempts}",
			inputSize = "#{#job.size}", outputSize = "#{#result.size}")
	public JobResult handle(Job job) throws IOException {
		try (InputStream bytes = job.input().open()) {
			BufferedImage image = this.scaler.scale(this.decoder.decode(bytes));
			return new Thumbnail(image.getWidth(), image.getHeight(), encode(image));
		}
	}

	private static byte[] encode(BufferedImage image) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
			Assert.state(ImageIO.write(image, "png", stream), "This JVM writes no PNG");
		}
		return bytes.toByteArray();
	}

}
