package dev.emp.metrics.job;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import com.sun.management.ThreadMXBean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.expression.EvaluationContext;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.expression.spel.support.StandardEvaluationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CompilingExpression}: right values whatever the arguments, and no
 * class made for ever.
 */
class CompilingExpressionTests extends JobContext {

	@Test
	void givesTheRightValueWhereTheTypeChanges() {
		withHandler(new Typed(), (handler) -> {
			for (int i = 0; i < 1000; i++) {
				handler.run((i % 2 == 0) ? new Small("even") : new Large("odd"));
			}
			assertThat(count("jobs.processed", "priority", "even", "status", "completed")).isEqualTo(500);
			assertThat(count("jobs.processed", "priority", "odd", "status", "completed")).isEqualTo(500);
			assertThat(count("jobs.processed", "priority", "unknown", "status", "completed")).isZero();
		});
	}

	@Test
	void countsANullAsUnknownAndStaysCompiled() {
		withHandler(new Typed(), (handler) -> {
			callWithANullNowAndThen(handler, 1_000);
			long classes = ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount();
			callWithANullNowAndThen(handler, 60_000);
			// one for each null would be three hundred
			assertThat(ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount() - classes).isLessThan(100);
			assertThat(count("jobs.processed", "priority", "unknown", "status", "completed")).isEqualTo(305);
			assertThat(count("jobs.processed", "priority", "some", "status", "completed")).isEqualTo(60_695);
		});
	}

	private static void callWithANullNowAndThen(Typed handler, int calls) {
		for (int i = 0; i < calls; i++) {
			handler.run((i % 200 == 0) ? null : new Small("some"));
		}
	}

	@Test
	void joinsTextAroundExpressions() {
		withHandler(new Typed(), (handler) -> {
			for (int i = 0; i < 200; i++) {
				handler.joined("b");
			}
			assertThat(count("jobs.processed", "queue", "a-b-c", "status", "completed")).isEqualTo(200);
		});
	}

	@Test
	void isCompiledThoughManyThreadsEvaluateItAtOnce() throws Exception {
		SpelExpressionParser parser = new SpelExpressionParser();
		EvaluationContext context = new StandardEvaluationContext(new Small("some"));
		ExecutorService threads = Executors.newFixedThreadPool(8);
		for (int round = 0; round < 300; round++) {
			CompilingExpression expression = new CompilingExpression(parser.parseRaw("priority.length"),
					parser.parseRaw("priority.length"));
			List<Future<?>> done = new ArrayList<>();
			for (int thread = 0; thread < 8; thread++) {
				done.add(threads.submit(() -> evaluate(expression, context, 200)));
			}
			for (Future<?> evaluated : done) {
				evaluated.get();
			}
			// interpreted, each evaluation makes several hundred bytes
			assertThat(bytesOf(() -> evaluate(expression, context, 1000))).isLessThan(50_000);
		}
		threads.shutdown();
	}

	private static void evaluate(CompilingExpression expression, EvaluationContext context, int times) {
		for (int i = 0; i < times; i++) {
			if (!Objects.equals(expression.value(context), 4)) {
				throw new AssertionError("another value");
			}
		}
	}

	private static long bytesOf(Runnable work) {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long before = threads.getCurrentThreadAllocatedBytes();
		work.run();
		return threads.getCurrentThreadAllocatedBytes() - before;
	}

	/**
	 * One type of argument.
	 *
	 * @param priority the priority
	 */
	public record Small(String priority) {
	}

	/**
	 * Another, which has nothing in common with the first.
	 *
	 * @param priority the priority
	 */
	public record Large(String priority) {
	}

	static class Typed {

		@MeteredJob(value = "typed", priority = "#{#job.priority}")
		void run(@Nullable Object job) {
		}

		@MeteredJob(value = "joined", queue = "a-#{#part}-c")
		void joined(String part) {
		}

	}

}
