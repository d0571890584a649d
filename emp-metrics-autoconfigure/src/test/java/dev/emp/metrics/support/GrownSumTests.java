package dev.emp.metrics.support;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link GrownSum}.
 */
class GrownSumTests {

	private static final int LOOKS = 20_000;

	private static final double MOST_PER_SECOND = 1000;

	private long nanos;

	private final GrownSum sum = new GrownSum(MOST_PER_SECOND, () -> this.nanos);

	@Test
	void beginsWithWhatIsThereAndGrowsByWhatComes() {
		assertThat(look(Map.of("a", 5.0, "b", 7.0))).isEqualTo(12);
		assertThat(look(Map.of("a", 6.0, "b", 10.0))).isEqualTo(16);
		assertThat(look(Map.of("a", 6.0, "b", 10.0, "c", 9e9))).as("c brings nothing").isEqualTo(16);
		assertThat(look(Map.of("b", 11.0, "c", 9e9 + 1))).as("a takes nothing away").isEqualTo(18);
		assertThat(look(Map.of("a", 8.0, "b", 11.0))).as("a was away for a look").isEqualTo(20);
	}

	@Test
	void isUnknownWhereNothingIsKnown() {
		assertThat(this.sum.next()).isNaN();
		assertThat(look(Map.of("a", Double.NaN, "b", -1.0))).isNaN();
		assertThat(look(Map.of("a", 3.0))).isEqualTo(3);
		assertThat(look(Map.of())).isNaN();
		assertThat(look(Map.of("a", 5.0))).isEqualTo(5);
	}

	@Test
	void aNumberThatCannotBeCostsItsThingAlone() {
		look(Map.of("a", 1e10, "b", 1.0));
		assertThat(look(Map.of("a", 1.9e19, "b", 3.0))).isEqualTo(1e10 + 3);
		assertThat(look(Map.of("a", 1e10 + 100, "b", 3.0))).isEqualTo(1e10 + 103);
	}

	@Test
	void aThingThatIsFasterThanItCanCostsItselfAlone() {
		look(Map.of("a", 1e10, "b", 1.0));
		assertThat(look(Map.of("a", 0x1p62, "b", 3.0))).isEqualTo(1e10 + 3);
		assertThat(look(Map.of("a", 1e10 + 100, "b", 3.0))).isEqualTo(1e10 + 103);
		assertThat(look(Map.of("a", 1e10 + 1100, "b", 1003.0))).as("as fast as it can").isEqualTo(1e10 + 2103);
	}

	@Test
	void whatIsNotedTwiceAddsUp() {
		this.sum.add("a", 1);
		this.sum.add("a", 2);
		assertThat(this.sum.next()).isEqualTo(3);
	}

	@Test
	void aThingThatWasAwayForLongIsAnother() {
		look(Map.of("a", 1.0, "b", 1.0));
		for (int i = 0; i < 3; i++) {
			look(Map.of("a", 1.0));
		}
		assertThat(look(Map.of("a", 1.0, "b", 500.0))).isEqualTo(2);
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5 })
	void isTheGrowthOfItsMembersWhateverTheyDo(long seed) {
		Random random = new Random(seed);
		Map<Integer, Member> members = new HashMap<>();
		double expected = look(Map.of("always", 0.0));
		for (int look = 0; look < LOOKS; look++) {
			if (random.nextInt(20) == 0) {
				members.put(random.nextInt(6), new Member(Math.floor(1e12 * random.nextDouble())));
			}
			Map<Object, Double> readings = new HashMap<>(Map.of("always", 0.0));
			for (Member member : members.values()) {
				expected += member.look(random, readings);
			}
			assertThat(look(readings)).as("look %d", look).isEqualTo(expected);
		}
		assertThat(expected).isPositive();
	}

	private double look(Map<?, Double> readings) {
		this.nanos += 1_000_000_000;
		readings.forEach(this.sum::add);
		return this.sum.next();
	}

	/**
	 * A device that is away for up to two looks, dips, leaps, or says what cannot be.
	 */
	private static final class Member {

		private double count;

		private double counted = Double.NaN;

		private int bad;

		Member(double count) {
			this.count = count;
		}

		double look(Random random, Map<Object, Double> readings) {
			this.count += random.nextInt(1000);
			boolean good = this.bad > 1 || Double.isNaN(this.counted) || random.nextInt(4) > 0;
			if (!good) {
				boolean strayed = this.bad == 0 && random.nextBoolean();
				this.bad = strayed ? 2 : this.bad + 1;
				List<Double> strays = List.of(Math.floor(this.counted / 2), this.counted + 0x1p52);
				List<Double> bads = List.of(Double.NaN, -5.0, 1e20, Double.POSITIVE_INFINITY);
				readings.put(this, strayed ? strays.get(random.nextInt(2)) : bads.get(random.nextInt(4)));
				return 0;
			}
			double grown = Double.isNaN(this.counted) ? 0 : this.count - this.counted;
			this.counted = this.count;
			this.bad = 0;
			readings.put(this, this.count);
			return grown;
		}

	}

}
