package dev.emp.metrics.test.docs;

// tag::composed-use[]
import org.springframework.stereotype.Component;

@Component
class GpuHandler {

	@GpuJob(name = "render")
	void render(RenderJob job) {
	}

}
// end::composed-use[]
