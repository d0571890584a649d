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
				  http://localhost:%2$s/actuator/metrics/jobs.processed?tag=status:completed
				  http://localhost:%2$s/actuator/prometheus
				%3$sGive it a picture of your own, and get its thumbnail:
				  curl -H 'Content-Type: image/jpeg' --data-binary @picture.jpg -o thumbnail.png http://localhost:%1$s/jobs

				"""
			.formatted(port, environment.getProperty("local.management.port", port), trouble(environment));
	}

	private static String trouble(Environment environment) {
		boolean load = environment.getProperty("sample.load.enabled", boolean.class, true);
		double share = environment.getProperty("sample.load.trouble-share", double.class, 0.06);
		return (load && share > 0)
				? """
						Some jobs fail on purpose, so that failures and retries can be seen: the load driver sends %d in 100 with
						input that is damaged or missing. Their warnings are expected; --sample.load.trouble-share=0 sends none.
						"""
					.formatted(Math.round(share * 100))
				: "";
	}

}
