package dev.emp.metrics.export;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

import dev.emp.metrics.InvalidSettingException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link SpoolProperties}, {@link RetryProperties} and the rest of the export's
 * settings.
 */
class SpoolPropertiesTests {

	private static final DataSize ENOUGH = DataSize.ofMegabytes(1);

	@Test
	void aSizeThatHoldsNoPushStopsTheStart() {
		assertThatExceptionOfType(InvalidSettingException.class)
			.isThrownBy(() -> new SpoolProperties(null, DataSize.ofBytes(10), Duration.ofHours(6), 10, ENOUGH))
			.withMessage("The property emp.metrics.export.spool.max-size is '10B', which is less than 64KB");
		assertThatExceptionOfType(InvalidSettingException.class)
			.isThrownBy(() -> new SpoolProperties(null, ENOUGH, Duration.ofHours(6), 10, DataSize.ofKilobytes(5)))
			.withMessageContaining("spool.max-memory is '5120B'");
	}

	@Test
	void limitsThatHoldNothingStopTheStart() {
		assertThatExceptionOfType(InvalidSettingException.class)
			.isThrownBy(() -> new SpoolProperties(null, ENOUGH, Duration.ZERO, 10, ENOUGH))
			.withMessageContaining("spool.max-age is '0s', which is not above zero");
		assertThatExceptionOfType(InvalidSettingException.class)
			.isThrownBy(() -> new SpoolProperties(null, ENOUGH, Duration.ofHours(6), 0, ENOUGH))
			.withMessageContaining("spool.max-batches is '0'");
	}

	@Test
	void anAgeWithoutEndIsAYear() {
		SpoolProperties properties = new SpoolProperties(" ", ENOUGH, Duration.ofSeconds(Long.MAX_VALUE), 10, ENOUGH);
		assertThat(properties.directory()).isNull();
		assertThat(properties.limits().age()).hasDays(365);
	}

	@Test
	void waitsThatDoNotIncreaseStopTheStart() {
		assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(
				() -> new RetryProperties(Duration.ofSeconds(9), Duration.ofSeconds(8), Duration.ofMinutes(5), true))
			.withMessage("The property emp.metrics.export.retry.max-delay is '8s', which is shorter than "
					+ "emp.metrics.export.retry.delay");
		assertThatExceptionOfType(InvalidSettingException.class)
			.isThrownBy(() -> new RetryProperties(Duration.ZERO, Duration.ofSeconds(8), Duration.ofMinutes(5), true))
			.withMessageContaining("retry.delay is '0s'");
	}

	@Test
	void anEndWithoutEndStopsTheStart() {
		assertThatExceptionOfType(InvalidSettingException.class)
			.isThrownBy(() -> new ExportProperties.Shutdown(true, Duration.ofSeconds(1), Duration.ofHours(2)))
			.withMessageContaining("shutdown.timeout is '7200s', which is not from 0 to 1h");
		assertThatExceptionOfType(InvalidSettingException.class)
			.isThrownBy(() -> new ExportProperties.Shutdown(true, Duration.ofSeconds(-1), Duration.ofSeconds(2)))
			.withMessageContaining("shutdown.wait-for-jobs is '-1s'");
	}

}
