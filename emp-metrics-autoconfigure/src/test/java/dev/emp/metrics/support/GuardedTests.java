package dev.emp.metrics.support;

import java.util.concurrent.atomic.LongAdder;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Guarded}.
 */
@ExtendWith(OutputCaptureExtension.class)
class GuardedTests {

	private final LongAdder failures = new LongAdder();

	private final Guarded guarded = new Guarded("The callback", "It is left out.", this.failures::increment);

	@Test
	void givesTheValueOfWhatWorks() {
		assertThat(this.guarded.<String>get(() -> "value")).isEqualTo("value");
		assertThat(this.failures.sum()).isZero();
	}

	@Test
	void warnsOnceAndCountsEachFailure(CapturedOutput output) {
		for (int i = 0; i < 3; i++) {
			this.guarded.run(() -> {
				throw new IllegalStateException("broken");
			});
			assertThat(this.guarded.<String>get(() -> {
				throw new StackOverflowError();
			})).isNull();
		}
		assertThat(this.failures.sum()).isEqualTo(6);
		assertThat(output.getOut().lines().filter((line) -> line.contains("WARN"))).singleElement()
			.asString()
			.contains("The callback failed: java.lang.IllegalStateException: broken. It is left out.");
	}

	@Test
	void survivesAnExceptionThatCannotDescribeItself(CapturedOutput output) {
		this.guarded.failed(new IllegalStateException() {

			@Override
			public String getMessage() {
				throw new IllegalStateException("and neither can this");
			}

		});
		assertThat(output).contains("The callback failed: " + GuardedTests.class.getName());
	}

	@Test
	void survivesACounterThatFails() {
		new Guarded("The callback", "It is left out.", () -> {
			throw new IllegalStateException();
		}).failed(new IllegalStateException());
		assertThat(this.failures.sum()).isZero();
	}

}
