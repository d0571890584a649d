package dev.emp.metrics.test.docs;

// tag::enabled[]
import org.springframework.stereotype.Component;

import dev.emp.metrics.job.MeteredJob;

@Component
@MeteredJob(service = "mail")
public class MailHandler {

	public void send(String text) {
	}

	@MeteredJob(enabled = false)
	public void ping() {
	}

}
// end::enabled[]
