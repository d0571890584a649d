package dev.emp.metrics.benchmarks;

import java.util.concurrent.CompletableFuture;

import reactor.core.publisher.Mono;

import dev.emp.metrics.job.MeteredJob;

/**
 * The handler, metered by no, one, two and three expressions.
 */
public class MeteredHandler {

	/** Made once: what a stack trace costs is not the question here. */
	private final RuntimeException failure = new IllegalStateException("the image is too large");

	@MeteredJob(value = "render", service = "gpu", queue = "render", priority = "high")
	public Image staticTags(RenderJob job) {
		return Image.SAMPLE;
	}

	@MeteredJob(value = "render", service = "gpu", queue = "render", priority = "#{#job.priority}")
	public Image oneExpression(RenderJob job) {
		return Image.SAMPLE;
	}

	@MeteredJob(value = "render", service = "gpu", queue = "render", priority = "#{#job.priority}",
			enqueuedAt = "#{#job.enqueuedAt}")
	public Image twoExpressions(RenderJob job) {
		return Image.SAMPLE;
	}

	@MeteredJob(value = "render", service = "gpu", queue = "render", priority = "#{#job.priority}",
			enqueuedAt = "#{#job.enqueuedAt}", outputSize = "#{#result.bytes}")
	public Image threeExpressions(RenderJob job) {
		return Image.SAMPLE;
	}

	@MeteredJob(value = "render", service = "gpu", queue = "render", priority = "high")
	public Image failing(RenderJob job) {
		throw this.failure;
	}

	@MeteredJob(value = "render", service = "gpu", queue = "render", priority = "high")
	public CompletableFuture<Image> future(CompletableFuture<Image> image) {
		return image;
	}

	@MeteredJob(value = "render", service = "gpu", queue = "render", priority = "high")
	public Mono<Image> mono(Mono<Image> image) {
		return image;
	}

}
