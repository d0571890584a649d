package dev.emp.metrics.test.docs;

import java.net.SocketTimeoutException;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import dev.emp.metrics.job.JobRecorder;
import dev.emp.metrics.job.MeteredJob;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the annotation is found where the page says, and what is used where it is
 * not.
 */
class PlaceExamplesTests extends DocumentedJobs {

	@Test
	void anAnnotationOfOnesOwnIsFound() {
		with(new GpuHandler(), (handler) -> {
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
			assertThat(thumbnails.scale(new byte[1000])).hasSize(256);
			assertThat(thumbnails.scale(new byte[1000])).hasSize(256);
			CompletableFuture<Void> late = CompletableFuture.failedFuture(new SocketTimeoutException("too late"));
			assertThat(thumbnails.upload(late)).isCompletedExceptionally();
			assertThat(thumbnails.upload(CompletableFuture.completedFuture(null))).isCompleted();
			shows("JobRecorder");
		});
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

}
