package dev.emp.metrics.test.rows;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.micrometer.core.annotation.Counted;
import io.micrometer.core.annotation.Timed;
import io.micrometer.core.aop.MeterTag;
import io.micrometer.core.aop.TimedAspect;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.beans.BeanUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests that the kit sees the faults of Micrometer's {@link TimedAspect} and that what it
 * finds there is not of its own making.
 */
class AspectRowsTests extends Rows {

	private static final List<Class<? extends Rows>> KIT = List.of(AsyncRowsTests.class, ReactiveRowsTests.class,
			RetryRowsTests.class, FoundRowsTests.class, ExcludedRowsTests.class, ValueRowsTests.class,
			BoundedRowsTests.class, WiringRowsTests.class, StartRowsTests.class, RunRowsTests.class);

	/** A suspending function needs the compiler of Kotlin, so another module has it. */
	private static final int KOTLIN = 5;

	AspectRowsTests() {
		this.metering = Metering.ASPECTS;
	}

	@TestFactory
	Stream<DynamicTest> seesTheFault() {
		return rows().filter((row) -> !fault(row).isEmpty())
			.map((row) -> DynamicTest.dynamicTest("row " + number(row) + ": " + row.getName(),
					() -> assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> run(row))
						.withMessageContaining(fault(row))));
	}

	@Test
	void eachRowHasAFaultOrAReason() {
		assertThat(rows()).allSatisfy((row) -> assertThat(fault(row).isEmpty()).isNotEqualTo(reason(row).isEmpty()));
	}

	@Test
	void eachNumberHasARow() {
		assertThat(Stream.concat(rows().map(AspectRowsTests::number), Stream.of(KOTLIN)).distinct().sorted())
			.containsExactlyElementsOf(IntStream.rangeClosed(1, 31).boxed().toList());
	}

	@Test
	void plainCallsAreRecorded() {
		with(new Handler(), (bean) -> {
			assertThat(bean.run("a")).containsEntry("kind", "a");
			assertThatIllegalStateException().isThrownBy(() -> bean.run("bad"));
			assertThatJob("run").started(2).completed(1).failed(1).durations(2);
			assertThatJob("run").withTag("kind", "a").completed(1);
			assertThat(values("errors", "run", "error.name")).containsExactly("IllegalStateException");
			assertThatJob("run").hasOutcome("success_first", 1).hasOutcome("failed_no_retry", 1);
		});
	}

	@Test
	void futuresAreRecordedWhenTheyComplete() {
		CompletableFuture<String> work = new CompletableFuture<>();
		with(new Handler(), (bean) -> {
			CompletableFuture<String> returned = bean.later(work);
			assertThatJob("later").neverRan();
			work.complete("done");
			assertThat(returned).isCompletedWithValue("done");
			assertThatJob("later").completed(1).durations(1);
		});
	}

	@Test
	void longTasksAreActive() {
		CompletableFuture<String> work = new CompletableFuture<>();
		with(new Handler(), (bean) -> {
			CompletableFuture<String> returned = bean.watched(work);
			assertThatJob("watched").active(1);
			work.complete("done");
			assertThat(returned).isCompletedWithValue("done");
			assertThatJob("watched").active(0);
		});
	}

	private static void run(Method row) throws Throwable {
		Rows rows = (Rows) BeanUtils.instantiateClass(row.getDeclaringClass());
		rows.metering = Metering.ASPECTS;
		try {
			row.invoke(rows);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

	private static Stream<Method> rows() {
		return KIT.stream()
			.flatMap((type) -> Stream.of(type.getDeclaredMethods()))
			.filter((method) -> method.isAnnotationPresent(Row.class));
	}

	private static int number(Method row) {
		return row.getAnnotation(Row.class).value();
	}

	private static String fault(Method row) {
		return row.getAnnotation(Row.class).fault();
	}

	private static String reason(Method row) {
		return row.getAnnotation(Row.class).onlyOurs();
	}

	static class Handler {

		@Timed
		@Counted
		@MeterTag(key = "kind", expression = "['kind']")
		Map<String, String> run(String kind) {
			if (kind.equals("bad")) {
				throw new IllegalStateException();
			}
			return Map.of("kind", kind);
		}

		@Timed
		CompletableFuture<String> later(CompletableFuture<String> work) {
			return work;
		}

		@Timed(longTask = true)
		CompletableFuture<String> watched(CompletableFuture<String> work) {
			return work;
		}

	}

}
