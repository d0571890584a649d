package dev.emp.metrics.support;

import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Growth}.
 */
class GrowthTests {

	private static final long LOOK = 30_000_000_000L;

	private final Growth growth = new Growth(1);

	private double most = Growth.UNBOUNDED;

	private long now;

	@ParameterizedTest
	@CsvSource(delimiter = ':',
			value = { "a dip : 5000, 0, 5000.1 : 0, 0, 0.1", "a dip that stands : 50, 0, 0, 0, 57 : 0, 0, 0, 0, 7",
					"a dip to less : 900, 400, 902 : 0, 0, 2", "a restart : 900, 0, 4, 9 : 0, 0, 4, 5",
					"a restart that is away : 900, NaN, 3, NaN, 5 : 0, 0, 0, 0, 2",
					"a wrap at 32 bits : 4294967290, 20, 40 : 0, 0, 20", "what stands still : 7, 7, 7, 9 : 0, 0, 0, 2",
					"two restarts : 900, 5, 3, 4 : 0, 0, 0, 1",
					"no count : 5, NaN, -1, Infinity, 18446744073709551000, 6 : 0, 0, 0, 0, 0, 1" })
	void growsOverTheLastGoodReading(String what, String readings, String expected) {
		assertThat(growth(readings)).as(what).isEqualTo(numbers(expected));
	}

	@ParameterizedTest
	@CsvSource(delimiter = ':',
			value = { "within its bound : 0, 310, 620 : 0, 310, 310", "more than it can : 0, 311, 400 : 0, 0, 89",
					"one false reading : 100, 9000, 110 : 0, 0, 10",
					"a false one that stands : 100, 9000, 9000, 9000, 110 : 0, 0, 0, 0, 10",
					"counts on from there : 100, 9000, 9010, 9020 : 0, 0, 10, 10",
					"a dip to little : 9000, 1, 300, 9010 : 0, 0, 299, 0",
					"idle until it could be true : 0, 700, 700, 700, 700 : 0, 0, 0, 0, 0" })
	void growsNoFasterThanItCan(String what, String readings, String expected) {
		this.most = 10;
		assertThat(growth(readings)).as(what).isEqualTo(numbers(expected));
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, 999_999_999 })
	void looksThatFollowEachOtherCloselyAreBoundedToo(long nanos) {
		this.growth.next(new double[] { 1 }, 10, 0);
		assertThat(this.growth.next(new double[] { 1000 }, 10, nanos)).isFalse();
		assertThat(this.growth.next(new double[] { 11 }, 10, 2 * nanos)).as("within a second more").isTrue();
		assertThat(this.growth.of(0)).isEqualTo(10);
	}

	@Test
	void numbersThatBelongTogetherWaitForEachOther() {
		Growth both = new Growth(2);
		assertThat(both.next(new double[] { 100, 700 }, this.most, 0)).isFalse();
		assertThat(both.next(new double[] { 150, 100 }, this.most, LOOK)).as("the second dips").isFalse();
		assertThat(both.of(0)).isZero();
		assertThat(both.next(new double[] { 300, 705 }, this.most, 2 * LOOK)).isTrue();
		assertThat(both.of(0)).isEqualTo(200);
		assertThat(both.of(1)).isEqualTo(5);
		assertThat(both.elapsed()).isEqualTo(2 * LOOK);
	}

	@Test
	void oneOfSeveralNumbersMayGoBackALittleAndCountsNothingTwice() {
		Growth both = new Growth(2);
		both.next(new double[] { 100, 700 }, this.most, 0);
		assertThat(both.next(new double[] { 200, 690 }, this.most, LOOK)).isTrue();
		assertThat(both.of(1)).isZero();
		assertThat(both.next(new double[] { 300, 705 }, this.most, 2 * LOOK)).isTrue();
		assertThat(both.of(0)).isEqualTo(100);
		assertThat(both.of(1)).isEqualTo(5);
		assertThat(both.next(new double[] { 300, 705 }, this.most, 3 * LOOK)).isTrue();
		assertThat(both.of(1)).isZero();
	}

	@Test
	void beginsAnewWhereItForgets() {
		growth("5, 9");
		this.growth.forget();
		assertThat(growth("500, 501")).containsExactly(0, 1);
	}

	private double[] growth(String readings) {
		return Arrays.stream(numbers(readings)).map((reading) -> {
			this.growth.next(new double[] { reading }, this.most, this.now);
			this.now += LOOK;
			return Math.round(this.growth.of(0) * 1000) / 1000.0;
		}).toArray();
	}

	private static double[] numbers(String text) {
		return Arrays.stream(text.split(",", -1)).mapToDouble((number) -> Double.parseDouble(number.strip())).toArray();
	}

}
