package dev.emp.metrics.test.docs;

// tag::later[]
import java.util.concurrent.CompletableFuture;

import org.springframework.stereotype.Component;

import dev.emp.metrics.job.MeteredJob;

@Component
class LaterHandler {

	@MeteredJob(value = "render", outputSize = "#{#result.length}")
	CompletableFuture<String> render(CompletableFuture<String> image) {
		return image;
	}

}
// end::later[]
