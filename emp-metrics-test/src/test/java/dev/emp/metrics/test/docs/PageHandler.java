package dev.emp.metrics.test.docs;

// tag::named[]
import java.io.IOException;

import org.springframework.stereotype.Component;

import dev.emp.metrics.job.MeteredJob;

@Component
class PageHandler {

	private final Renderer renderer;

	PageHandler(Renderer renderer) {
		this.renderer = renderer;
	}

	@MeteredJob(value = "render", service = "gpu", queue = "${renders.queue:renders}", priority = "#{#job.priority}",
			enqueuedAt = "#{#job.enqueuedAt}")
	String render(RenderJob job) throws IOException {
		return this.renderer.render(job);
	}

}
// end::named[]
