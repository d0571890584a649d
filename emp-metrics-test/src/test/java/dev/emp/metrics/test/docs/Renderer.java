package dev.emp.metrics.test.docs;

// tag::renderer[]
import java.io.IOException;

import org.springframework.stereotype.Component;

@Component
class Renderer {

	String render(RenderJob job) throws IOException {
		return "image";
	}

}
// end::renderer[]
