package dev.emp.metrics.support;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Ratio}.
 */
class RatioTests {

	@ParameterizedTest
	@CsvSource({ "1, 4, 0.25", "0, 4, 0", "4, 4, 1", "5, 4, 1", "1, 0, NaN", "-1, 4, NaN", "1, -4, NaN", "NaN, 4, NaN",
			"1, NaN, NaN", "Infinity, 4, 1", "1, 3, 0.3333282470703125" })
	void isAPartOfAWhole(double part, double whole, Double expected) {
		assertThat(Ratio.of(part, whole)).isEqualTo(expected);
	}

}
