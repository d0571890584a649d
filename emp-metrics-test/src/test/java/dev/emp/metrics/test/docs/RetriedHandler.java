package dev.emp.metrics.test.docs;

// tag::retried[]
import java.io.IOException;

import org.springframework.resilience.annotation.Retryable;
import org.springframework.stereotype.Component;

import dev.emp.metrics.job.MeteredJob;

@Component
class RetriedHandler {

	private final Renderer renderer;

	RetriedHandler(Renderer renderer) {
		this.renderer = renderer;
	}

	@MeteredJob(value = "mail", enqueuedAt = "#{#job.enqueuedAt}")
	@Retryable(maxRetries = 3, delay = 10, excludes = IllegalArgumentException.class)
	void mail(RenderJob job) throws IOException {
		this.renderer.render(job);
	}

}
// end::retried[]
