package dev.emp.metrics.test.docs;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import dev.emp.metrics.job.MeteredJob;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the attributes of the annotation do what the page says.
 */
class AttributeExamplesTests extends DocumentedJobs {

	@Test
	void oneAnnotationGivesTheSeries() {
		with(runner().withPropertyValues("renders.queue=renders"), new Named((job) -> {
			this.clock.add(Duration.ofSeconds(2));
			return "image";
		}), (handler) -> {
			handler.render(job());
			shows("What one annotation gives");
		});
	}

	@Test
	void whatTheResultTells() {
		with(runner().withPropertyValues("emp.metrics.job.tag-keys=tenant,format"), new Reporting(), (handler) -> {
			handler.scan("acme", "abcdefgh");
			handler.scan("acme", "a virus");
			shows("Attributes");
			assertThat(series("errors_total")).isZero();
		});
	}

	@Test
	void aClassIsMeteredButForWhatIsSwitchedOff() {
		with(new MailHandler(), (handler) -> {
			handler.send("hello");
			handler.ping();
			shows("Where the annotation is found");
			assertThatJob(this.registry, "MailHandler.ping").neverRan();
		});
	}

	/** What is known before the call. */
	static class Named {

		private final Renderer renderer;

		Named(Renderer renderer) {
			this.renderer = renderer;
		}

		// tag::named[]
		@MeteredJob(value = "render", service = "gpu", queue = "${renders.queue}", priority = "#{#job.priority}",
				enqueuedAt = "#{#job.enqueuedAt}")
		String render(RenderJob job) {
			return this.renderer.render(job);
		}
		// end::named[]

	}

	/** A failure that is no exception. */
	static class Reporting {

		// tag::reporting[]
		@MeteredJob(value = "scan", inputSize = "#{#file.length}", outputSize = "#{#result.summary.length}",
				outcome = "#{#result.clean}", tags = { "tenant=#{#tenant}", "format=#{#result.format}" })
		Report scan(String tenant, String file) {
			return new Report(!file.contains("virus"), "text", "nothing");
		}
		// end::reporting[]

	}

	/**
	 * What a scan found.
	 *
	 * @param clean whether it found nothing
	 * @param format of the file
	 * @param summary in words
	 */
	public record Report(boolean clean, String format, String summary) {
	}

	// tag::enabled[]
	@MeteredJob(service = "mail")
	public static class MailHandler {

		public void send(String text) {
		}

		@MeteredJob(enabled = false)
		public void ping() {
		}

	}
	// end::enabled[]

}
