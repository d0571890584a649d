package dev.emp.metrics.test.kits;

import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the kits see mistakes.
 */
class KitTests {

	@ParameterizedTest
	@MethodSource("mistakes")
	void aMistakeIsSeen(Class<?> kit, String test) {
		assertThat(KitRun.of(kit).failed()).contains(test);
	}

	@Test
	void everyMistakeIsRun() {
		assertThat(mistakes().map((mistake) -> mistake.get()[0])).containsExactlyInAnyOrderElementsOf(
				Stream.of(WrongQueues.class.getDeclaredClasses(), WrongPools.class.getDeclaredClasses())
					.flatMap(Stream::of)
					.filter((kit) -> kit.getSuperclass().getSimpleName().equals("Impatient"))
					.toList());
	}

	@Test
	void everyTestOfAKitFailsForSomeMistake() {
		Set<String> tests = KitRun.of(ListQueueTests.class).passed();
		tests.addAll(KitRun.of(PermitPoolTests.class).passed());
		assertThat(tests).hasSize(11);
		assertThat(mistakes().map((mistake) -> mistake.get()[1])).containsAll(tests);
	}

	@Test
	void aGoodProbePassesAll() {
		assertThat(KitRun.of(ListQueueTests.class)).satisfies(KitTests::passedAll);
		assertThat(KitRun.of(PermitPoolTests.class)).satisfies(KitTests::passedAll);
		assertThat(KitRun.of(WrongPools.Unlimited.class)).satisfies(KitTests::passedAll);
	}

	static Stream<Arguments> mistakes() {
		String names = "namesAreNotBlankAndDoNotChange";
		String empty = "anEmptyQueueHasNoJobThatWaits";
		String age = "theOldestAgeGrowsUntilTheJobIsTaken";
		String failure = "whatCannotBeReadIsAnException";
		String load = "readingsArePlausibleWhileMuchHappens";
		String series = "itIsAsManySeriesAsItKnows";
		return Stream.of(Arguments.of(WrongQueues.BlankName.class, names),
				Arguments.of(WrongQueues.ChangingName.class, names),
				Arguments.of(WrongQueues.ConstantSize.class, "jobsThatWaitAreCounted"),
				Arguments.of(WrongQueues.UnknownSize.class, empty), Arguments.of(WrongQueues.NegativeSize.class, empty),
				Arguments.of(WrongQueues.WaitingInAnEmptyQueue.class, empty),
				Arguments.of(WrongQueues.TakingReader.class, "readingTakesNothingAway"),
				Arguments.of(WrongQueues.AgeSinceTheEpoch.class, age), Arguments.of(WrongQueues.ConstantAge.class, age),
				Arguments.of(WrongQueues.AgeOfTheYoungest.class, age),
				Arguments.of(WrongQueues.AgeInAnEmptyQueue.class, empty),
				Arguments.of(WrongQueues.NotThreadSafe.class, load),
				Arguments.of(WrongQueues.BoundToAThread.class, series),
				Arguments.of(WrongQueues.EmptyWhenBroken.class, failure),
				Arguments.of(WrongQueues.NothingWhenBroken.class, failure),
				Arguments.of(WrongPools.BlankName.class, names),
				Arguments.of(WrongPools.AlwaysIdle.class, "jobsThatRunAreCounted"),
				Arguments.of(WrongPools.AlwaysBusy.class, "aPoolThatDoesNothingIsNotBusy"),
				Arguments.of(WrongPools.FreeForSlots.class, "slotsDoNotChangeWithTheLoad"),
				Arguments.of(WrongPools.NoSlots.class, "slotsDoNotChangeWithTheLoad"),
				Arguments.of(WrongPools.IdleWhenBroken.class, failure));
	}

	private static void passedAll(KitRun run) {
		assertThat(run.failed()).isEmpty();
		assertThat(run.aborted()).isEmpty();
		assertThat(run.passed()).hasSizeGreaterThanOrEqualTo(7);
	}

}
