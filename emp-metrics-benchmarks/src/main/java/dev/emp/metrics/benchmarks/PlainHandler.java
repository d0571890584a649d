package dev.emp.metrics.benchmarks;

import java.util.concurrent.CompletableFuture;

import io.micrometer.core.annotation.Counted;
import io.micrometer.core.annotation.Timed;
import io.micrometer.observation.annotation.Observed;
import reactor.core.publisher.Mono;

/**
 * The same handler without and with the annotations of others.
 */
public class PlainHandler {

	private final RuntimeException failure = new IllegalStateException("the image is too large");

	public Image plain(RenderJob job) {
		return Image.SAMPLE;
	}

	public Image failing(RenderJob job) {
		throw this.failure;
	}

	@Timed("job.timed")
	public Image timed(RenderJob job) {
		return Image.SAMPLE;
	}

	@Timed(value = "job.duration",
			extraTags = { "job.name", "render", "service", "gpu", "queue", "render", "priority", "high" },
			serviceLevelObjectives = { .1, .5, 1, 2, 5, 10, 30, 60, 300, 600 })
	@Counted(value = "jobs.processed",
			extraTags = { "job.name", "render", "service", "gpu", "queue", "render", "priority", "high" })
	public Image timedAndCounted(RenderJob job) {
		return Image.SAMPLE;
	}

	@Observed(name = "job.observed",
			lowCardinalityKeyValues = { "job.name", "render", "service", "gpu", "queue", "render", "priority", "high" })
	public Image observed(RenderJob job) {
		return Image.SAMPLE;
	}

	public CompletableFuture<Image> future(CompletableFuture<Image> image) {
		return image;
	}

	public Mono<Image> mono(Mono<Image> image) {
		return image;
	}

	@Timed("job.timed")
	public CompletableFuture<Image> timedFuture(CompletableFuture<Image> image) {
		return image;
	}

}
