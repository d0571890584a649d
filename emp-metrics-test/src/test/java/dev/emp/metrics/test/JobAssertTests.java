package dev.emp.metrics.test;

import java.time.Instant;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.opentest4j.AssertionFailedError;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import dev.emp.metrics.job.JobAutoConfiguration;
import dev.emp.metrics.job.JobInfo;
import dev.emp.metrics.job.JobRecorder;
import dev.emp.metrics.support.SupportAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests for {@link JobAssert}, on what a real {@link JobRecorder} recorded.
 */
class JobAssertTests {

	private static final JobInfo RENDER = JobInfo.of("render");

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	@BeforeEach
	void recordJobs() {
		TestPropertyValues.of("emp.metrics.job.tag-keys=tenant").applyTo(this.context);
		this.context.registerBean(MeterRegistry.class, () -> this.registry);
		this.context.register(SupportAutoConfiguration.class, JobAutoConfiguration.class);
		this.context.refresh();
		JobRecorder recorder = this.context.getBean(JobRecorder.class);
		recorder.start(RENDER.tag("tenant", "acme").attempt(1, 3).enqueuedAt(Instant.now())).succeed();
		recorder.start(RENDER.tag("tenant", "acme").attempt(3, 3)).fail(new TimeoutException());
		recorder.start(RENDER.tag("tenant", "zeta").queue("fast").attempt(1, 3)).succeed();
		recorder.start(RENDER).fail(new CancellationException());
		recorder.start(RENDER.queue("fast"));
		recorder.start(JobInfo.of("thumbnail")).succeed();
	}

	@AfterEach
	void close() {
		this.context.close();
	}

	@ParameterizedTest
	@MethodSource("truths")
	void truthPasses(Consumer<JobAssert> assertion) {
		assertion.accept(assertThatJob("render"));
	}

	@ParameterizedTest
	@MethodSource("falsehoods")
	void falsehoodFails(Consumer<JobAssert> assertion) {
		assertThatExceptionOfType(AssertionFailedError.class)
			.isThrownBy(() -> assertion.accept(assertThatJob("render")))
			.satisfies((error) -> {
				assertThat(error.isActualDefined()).isTrue();
				assertThat(error.isExpectedDefined()).isTrue();
			})
			.withMessageContaining("The series of the job are:");
	}

	@Test
	void assertionsCanBeChained() {
		assertThatJob("render").started(5).completed(2).failed(1).cancelled(1).active(1);
	}

	@Test
	void tagsNarrow() {
		assertThatJob("render").started(5)
			.withTag("tenant", "acme")
			.started(2)
			.completed(1)
			.failed(1)
			.durations(2)
			.hasOutcome("success_first", 1);
		assertThatJob("render").withTag("queue", "fast").started(2).active(1);
		assertThatJob("render").withTag("queue", "fast").withTag("tenant", "zeta").started(1);
		assertThatJob("render").withTag("tenant", "nobody").neverRan();
	}

	@Test
	void tagThatTheMeterDoesNotHaveFails() {
		assertThatFailure(() -> assertThatJob("render").withTag("tenant", "acme").active(0))
			.hasMessageContaining("narrowed by [tenant], but the meter jobs.active has no such tag")
			.hasMessageContaining("jobs.active{job.name=render");
	}

	@Test
	void failureShowsExpectedFoundAndSeries() {
		assertThatFailure(() -> assertThatJob("render").withTag("tenant", "acme").completed(7))
			.hasMessageContaining("Expecting job \"render\" with {tenant=acme} to have completed: 7")
			.hasMessageContaining("but found: 1")
			.hasMessageContaining("jobs.processed{job.name=render, priority=unknown, queue=fast, service=unknown, "
					+ "status=completed, tenant=zeta} 1")
			.message()
			.doesNotContain("thumbnail");
	}

	@Test
	void failureOnAJobThatIsNotThereNamesThoseThatAre() {
		assertThatFailure(() -> assertThatJob("rendr").completed(1))
			.hasMessageContaining("There is no job \"rendr\", there are: [render, thumbnail]");
	}

	@Test
	void descriptionIsKeptWhenNarrowed() {
		assertThatFailure(() -> assertThatJob("render").as("the night's work").withTag("tenant", "acme").neverRan())
			.hasMessageStartingWith("[the night's work] ");
	}

	@Test
	void jobThatIsNotThereNeverRan() {
		assertThatJob("other").neverRan().active(0).waited(0).hasError("timeout", 0);
	}

	@Test
	void misspeltValuesAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> assertThatJob("render").hasError("timout", 0))
			.withMessageContaining("timeout");
		assertThatIllegalArgumentException().isThrownBy(() -> assertThatJob("render").hasOutcome("success", 0))
			.withMessageContaining("success_first");
	}

	private JobAssert assertThatJob(String name) {
		return JobAssertions.assertThatJob(this.registry, name);
	}

	private static AbstractThrowableAssert<?, ? extends Throwable> assertThatFailure(ThrowingCallable assertion) {
		return assertThatThrownBy(assertion).isInstanceOf(AssertionError.class);
	}

	static Stream<Named<Consumer<JobAssert>>> truths() {
		return Stream.of(named("started", (job) -> job.started(5)), named("completed", (job) -> job.completed(2)),
				named("failed", (job) -> job.failed(1)), named("cancelled", (job) -> job.cancelled(1)),
				named("active", (job) -> job.active(1)), named("waited", (job) -> job.waited(1)),
				named("durations", (job) -> job.durations(4)), named("retried", (job) -> job.retried(1)),
				named("hasError", (job) -> job.hasError("timeout", 1).hasError("gpu", 0)),
				named("hasOutcome", (job) -> job.hasOutcome("success_first", 2).hasOutcome("failed_exhausted", 1)));
	}

	static Stream<Named<Consumer<JobAssert>>> falsehoods() {
		return Stream.of(named("started", (job) -> job.started(4)), named("completed", (job) -> job.completed(3)),
				named("failed", (job) -> job.failed(0)), named("cancelled", (job) -> job.cancelled(2)),
				named("active", (job) -> job.active(0)), named("waited", (job) -> job.waited(0)),
				named("durations", (job) -> job.durations(5)), named("retried", (job) -> job.retried(0)),
				named("hasError", (job) -> job.hasError("timeout", 2)),
				named("hasOutcome", (job) -> job.hasOutcome("success_first", 1)),
				named("neverRan", JobAssert::neverRan));
	}

	private static Named<Consumer<JobAssert>> named(String name, Consumer<JobAssert> assertion) {
		return Named.of(name, assertion);
	}

}
