package dev.emp.metrics.starter.readme;

// tag::handler[]
import java.time.Instant;

import org.springframework.stereotype.Component;

import dev.emp.metrics.job.MeteredJob;

@Component
public class RenderHandler {

	@MeteredJob(value = "render", service = "gpu", queue = "renders", priority = "#{#job.priority}",
			enqueuedAt = "#{#job.enqueuedAt}", outputSize = "#{#result.length}")
	public byte[] render(RenderJob job) {
		return new byte[job.pages() * 1024];
	}

	public record RenderJob(int pages, String priority, Instant enqueuedAt) {
	}

}
// end::handler[]
