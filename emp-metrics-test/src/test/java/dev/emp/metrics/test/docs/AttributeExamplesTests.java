package dev.emp.metrics.test.docs;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the attributes of the annotation do what the page says.
 */
class AttributeExamplesTests extends DocumentedJobs {

	@Test
	void oneAnnotationGivesTheSeries() {
		with(runner(), new PageHandler(new Renderer() {

			@Override
			String render(RenderJob job) {
				AttributeExamplesTests.this.clock.add(Duration.ofSeconds(2));
				return "image";
			}

		}), (handler) -> {
			handler.render(job());
			shows("What one annotation gives");
		});
	}

	@Test
	void whatTheResultTells() {
		with(runner().withPropertyValues("emp.metrics.job.tag-keys=tenant,format"), new ScanHandler(), (handler) -> {
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

}
