package dev.emp.metrics.sample;

import java.io.PrintStream;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Prints the addresses to look at once the application is ready.
 */
@Component
final class WhereToLook {

	@EventListener
	void print(ApplicationReadyEvent event) {
		String text = text(event.getApplicationContext().getEnvironment());
		if (text != null) {
			PrintStream console = System.out;
			console.print(text);
			console.flush();
		}
	}

	static @Nullable String text(Environment environment) {
		String port = environment.getProperty("local.server.port");
		if (port == null) {
			return null;
		}
		return """

				emp-sample is working. Where to look:
				  http://localhost:%2$s/actuator/metrics/jobs.processed
				  http://localhost:%2$s/actuator/prometheus
				Give it a picture of your own, and get its thumbnail:
				  curl -H 'Content-Type: image/jpeg' --data-binary @picture.jpg -o thumbnail.png http://localhost:%1$s/jobs

				"""
			.formatted(port, environment.getProperty("local.management.port", port));
	}

}
