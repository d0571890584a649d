package dev.emp.metrics.test.docs;

// tag::export[]
import java.util.List;

import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;

import dev.emp.metrics.job.MeteredJob;

@Component
class ExportHandler {

	@MeteredJob(value = "export", outputSize = "#{#result.length}")
	Flux<String> export(List<String> rows) {
		return Flux.fromIterable(rows).map((row) -> row + ";");
	}

}
// end::export[]
