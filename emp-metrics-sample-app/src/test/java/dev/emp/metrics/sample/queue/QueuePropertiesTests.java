package dev.emp.metrics.sample.queue;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link QueueProperties}.
 */
class QueuePropertiesTests {

	@Test
	void anErrorNamesThePropertyAndTheValue() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new QueueProperties(0, 4, 3, Duration.ZERO, Duration.ZERO))
			.withMessage("sample.queue.capacity must be at least 1, but is 0");
	}

}
