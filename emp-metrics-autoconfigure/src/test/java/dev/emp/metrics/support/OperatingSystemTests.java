package dev.emp.metrics.support;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OperatingSystem}.
 */
class OperatingSystemTests {

	@ParameterizedTest
	@CsvSource({ "Linux, true, LINUX", "Linux, false, LINUX", "Mac OS X, true, OTHER_WITH_OSHI",
			"Windows 11, false, OTHER", "'', false, OTHER" })
	void readsLinuxDirectlyAndOthersByOshi(String name, boolean withOshi, OperatingSystem expected) {
		assertThat(OperatingSystem.of(name, withOshi)).isEqualTo(expected);
	}

}
