package dev.emp.metrics.test.docs;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.net.SocketTimeoutException;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.springframework.core.annotation.AliasFor;

import dev.emp.metrics.job.JobInfo;
import dev.emp.metrics.job.JobRecorder;
import dev.emp.metrics.job.JobRun;
import dev.emp.metrics.job.MeteredJob;

/**
 * Tests that the annotation is found where the page says, and what is used where it is
 * not.
 */
class PlaceExamplesTests extends DocumentedJobs {

	@Test
	void anAnnotationOfOnesOwnIsFound() {
		with(new Composed(), (handler) -> {
			handler.render(job());
			shows("An annotation of your own");
		});
	}

	@Test
	void theInterfaceIsSearched() {
		with(new Implementing(), (handler) -> {
			handler.handle("text");
			assertThatJob(this.registry, "declared").completed(1);
		});
	}

	@Test
	void theSuperclassIsSearched() {
		with(new Overriding(), (handler) -> {
			handler.inherited();
			handler.overridden();
			assertThatJob(this.registry, "inherited").completed(1);
			assertThatJob(this.registry, "overridden").completed(1);
		});
	}

	@Test
	void anAnnotationOnAMethodReplacesThatOfItsClass() {
		with(new Replacing(), (handler) -> {
			handler.digest();
			assertThatJob(this.registry, "digest").withTag("service", "unknown").completed(1);
		});
	}

	@Test
	void recorderMetersWhatNoProxySees() {
		runner().run((context) -> {
			Thumbnails thumbnails = new Thumbnails(context.getBean(JobRecorder.class));
			thumbnails.scaleAll(2);
			thumbnails.upload();
			shows("JobRecorder");
		});
	}

	// tag::composed[]
	@Target(ElementType.METHOD)
	@Retention(RetentionPolicy.RUNTIME)
	@MeteredJob(service = "gpu", enqueuedAt = "#{#job.enqueuedAt}")
	@interface GpuJob {

		@AliasFor(annotation = MeteredJob.class, attribute = "value")
		String name();

	}
	// end::composed[]

	/** Metered by an annotation of its own. */
	static class Composed {

		// tag::composed-use[]
		@GpuJob(name = "render")
		void render(RenderJob job) {
		}
		// end::composed-use[]

	}

	/**
	 * Declares a job.
	 *
	 * @param <T> what is handled
	 */
	interface Declaring<T> {

		@MeteredJob("declared")
		void handle(T job);

	}

	/** Implements a declared job. */
	static class Implementing implements Declaring<String> {

		@Override
		public void handle(String job) {
		}

	}

	/** Has jobs to inherit. */
	static class Inherited {

		@MeteredJob("inherited")
		void inherited() {
		}

		@MeteredJob("overridden")
		void overridden() {
		}

	}

	/** Inherits jobs. */
	static class Overriding extends Inherited {

		@Override
		void overridden() {
		}

	}

	@MeteredJob(service = "mail")
	static class Replacing {

		@MeteredJob("digest")
		void digest() {
		}

	}

	/** Meters its own calls. */
	static class Thumbnails {

		private final JobRecorder recorder;

		Thumbnails(JobRecorder recorder) {
			this.recorder = recorder;
		}

		void scaleAll(int count) throws Exception {
			for (int i = 0; i < count; i++) {
				int page = i;
				// tag::record[]
				this.recorder.record(JobInfo.of("thumbnail").queue("images"), () -> scale(page));
				// end::record[]
			}
		}

		void upload() {
			// tag::start[]
			JobRun run = this.recorder.start(JobInfo.of("upload").attempt(1, 3));
			send(run::succeed, run::fail);
			// end::start[]
		}

		private static int scale(int page) {
			return page / 2;
		}

		private static void send(Runnable sent, Consumer<Throwable> failed) {
			failed.accept(new SocketTimeoutException("too late"));
			sent.run();
		}

	}

}
