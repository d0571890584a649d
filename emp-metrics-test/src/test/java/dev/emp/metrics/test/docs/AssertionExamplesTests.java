package dev.emp.metrics.test.docs;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.emp.metrics.job.JobInfo;
import dev.emp.metrics.job.JobRecorder;
import dev.emp.metrics.test.JobAssert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of what the page says of testing.
 */
class AssertionExamplesTests extends DocumentedJobs {

	@Test
	void theExampleHolds() {
		runner().withPropertyValues("emp.metrics.job.tag-keys=tenant").run((context) -> {
			JobRecorder recorder = context.getBean(JobRecorder.class);
			Callable<String> work = () -> "image";
			recorder.record(JobInfo.of("render").tag("tenant", "acme"), work);
			recorder.record(JobInfo.of("render").tag("tenant", "acme"), work);
			recorder.record(JobInfo.of("render"), work);
			assertThatExceptionOfType(TimeoutException.class)
				.isThrownBy(() -> recorder.record(JobInfo.of("render"), () -> {
					throw new TimeoutException();
				}));
			// tag::assertions[]
			assertThatJob(this.registry, "render").started(4).completed(3).failed(1).hasError("timeout", 1).active(0);
			assertThatJob(this.registry, "render").withTag("tenant", "acme").completed(2);
			assertThatJob(this.registry, "thumbnail").neverRan();
			// end::assertions[]
		});
	}

	@ParameterizedTest
	@MethodSource("assertions")
	void eachAssertionIsListed(String name) {
		assertThat(JobsPage.section("Testing").rows())
			.anySatisfy((row) -> assertThat(row.get(0)).contains("`" + name + "("));
	}

	static Stream<String> assertions() {
		return Stream.of(JobAssert.class.getDeclaredMethods())
			.filter((method) -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
			.map(Method::getName);
	}

}
