package dev.emp.metrics.job;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link JobRecorder}: what can be written where which exceptions are declared.
 * Most of it is that this compiles.
 */
class JobRecorderFormsTests extends JobContext {

	private static final JobInfo JOB = JobInfo.of("job");

	private final List<String> done = new ArrayList<>();

	@Test
	void takesWorkWithoutCheckedExceptions() {
		withRecorder((recorder) -> {
			recorder.record(JOB, () -> {
				work();
				work();
			});
			recorder.record(JOB, () -> {
				work();
				return null;
			});
			recorder.record(JOB, () -> work());
			recorder.record(JOB, this::work);
			recorder.record(JOB, () -> text());
			recorder.record(JOB, this::text);
			String text = recorder.record(JOB, () -> text());
			assertThat(text).isEqualTo("text");
			assertThat(recorder.record(JOB, this::text).length()).isEqualTo(4);
			List<String> list = recorder.record(JOB, () -> new ArrayList<>());
			assertThat(list).isEmpty();
			Object overloaded = recorder.record(JOB, this::overloaded);
			assertThat(overloaded).isEqualTo("text");
			assertThat(this.done).hasSize(10);
			assertThat(count("jobs.processed", "status", "completed")).isEqualTo(10);
		});
	}

	@Test
	void nests() {
		withRecorder((recorder) -> {
			String text = recorder.record(JOB, () -> recorder.record(JobInfo.of("inner"), this::text));
			recorder.record(JOB, () -> recorder.record(JobInfo.of("inner"), () -> {
				work();
				work();
			}));
			assertThat(text).isEqualTo("text");
			assertThat(count("jobs.processed", "job.name", "inner", "status", "completed")).isEqualTo(2);
		});
	}

	@Test
	void throwsTheCheckedExceptionOfTheWorkAndNoOther() {
		withRecorder((recorder) -> {
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> throwing(recorder, true)).withMessage("disk");
			assertThat(count("errors", "error.name", "IOException")).isOne();
			assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> recorder.record(JOB, () -> {
				throw new IllegalStateException();
			}));
			assertThat(count("jobs.processed", "status", "failed")).isEqualTo(2);
		});
	}

	@Test
	void takesACallableAsItIs() {
		withRecorder((recorder) -> {
			Callable<String> callable = this::text;
			assertThat(callOf(recorder, callable)).isEqualTo("text");
			assertThat(count("jobs.processed", "status", "completed")).isOne();
		});
	}

	@Test
	void takesARunnableAndASupplierByReference() {
		withRecorder((recorder) -> {
			Runnable runnable = this::work;
			Supplier<String> supplier = this::text;
			recorder.record(JOB, runnable::run);
			assertThat(recorder.record(JOB, supplier::get).length()).isEqualTo(4);
			assertThat(count("jobs.processed", "status", "completed")).isEqualTo(2);
		});
	}

	@Test
	void throwsEachOfTwoCheckedExceptions() {
		withRecorder((recorder) -> {
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> throwingTwo(recorder, true));
			assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> throwingTwo(recorder, false));
		});
	}

	@Test
	void followsAFutureThatALambdaReturns() {
		withRecorder((recorder) -> {
			CompletableFuture<String> future = new CompletableFuture<>();
			assertThat(recorder.record(JOB, () -> future)).isSameAs(future);
			assertThat(gauge("jobs.active")).isOne();
			future.complete("done");
			assertThat(count("jobs.processed", "status", "completed")).isOne();
		});
	}

	@Test
	void hasEachFormWhereNothingIsRecorded() {
		runner().withConfiguration(AutoConfigurations.of(UnmeteredJobAutoConfiguration.class))
			.withPropertyValues("emp.metrics.enabled=false")
			.run((context) -> {
				JobRecorder recorder = context.getBean(JobRecorder.class);
				recorder.record(JOB, () -> {
					work();
					work();
				});
				assertThat(recorder.record(JOB, this::text)).isEqualTo("text");
				assertThatExceptionOfType(IOException.class).isThrownBy(() -> throwing(recorder, true));
				assertThat(this.done).hasSize(3);
				assertThat(this.registry.getMeters()).isEmpty();
			});
	}

	private static void throwing(JobRecorder recorder, boolean fails) throws IOException {
		recorder.record(JOB, () -> {
			if (fails) {
				throw new IOException("disk");
			}
		});
	}

	private static void throwingTwo(JobRecorder recorder, boolean first) throws Exception {
		recorder.record(JOB, () -> {
			if (first) {
				throw new IOException("disk");
			}
			throw new TimeoutException("late");
		});
	}

	private static @Nullable Object callOf(JobRecorder recorder, Callable<String> callable) {
		try {
			return recorder.record(JOB, callable);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void withRecorder(Consumer<JobRecorder> test) {
		runner().run((context) -> test.accept(context.getBean(JobRecorder.class)));
	}

	private void work() {
		this.done.add("work");
	}

	private Object overloaded(String... texts) {
		return text();
	}

	@SuppressWarnings("UnusedMethod")
	private String overloaded(int number) {
		return text() + number;
	}

	private String text() {
		this.done.add("text");
		return "text";
	}

}
