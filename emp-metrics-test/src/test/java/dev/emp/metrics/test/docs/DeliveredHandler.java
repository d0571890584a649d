package dev.emp.metrics.test.docs;

// tag::delivered[]
import java.io.IOException;

import org.springframework.stereotype.Component;

import dev.emp.metrics.job.MeteredJob;

@Component
class DeliveredHandler {

	private final Renderer renderer;

	DeliveredHandler(Renderer renderer) {
		this.renderer = renderer;
	}

	@MeteredJob(value = "post", attempt = "#{#delivery}", maxAttempts = "3")
	void post(RenderJob job, int delivery) throws IOException {
		this.renderer.render(job);
	}

}
// end::delivered[]
