package dev.emp.metrics.export;

import java.util.Random;
import java.util.stream.LongStream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.fail;

/**
 * Compares {@link DiskSpool} on a disk full of faults with a {@link SpoolModel}. The
 * system property {@code emp.spool.seed} repeats a run, {@code emp.spool.steps} sets its
 * length.
 */
class DiskSpoolModelTests {

	private static final int STEPS = Integer.getInteger("emp.spool.steps", 4000);

	private static final Logger logger = (Logger) LoggerFactory.getLogger(DiskSpool.class);

	static LongStream seeds() {
		Long seed = Long.getLong("emp.spool.seed");
		return (seed != null) ? LongStream.of(seed)
				: LongStream.concat(LongStream.rangeClosed(1, 9), LongStream.of(new Random().nextLong()));
	}

	@BeforeAll
	static void expectTrouble() {
		logger.setLevel(Level.OFF);
	}

	@AfterAll
	static void expectNone() {
		logger.setLevel(null);
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void losesNothingAndInventsNothingWhateverFails(long seed) {
		SpoolModel model = new SpoolModel(new Random(seed));
		int step = 0;
		try {
			for (; step < STEPS; step++) {
				model.step();
			}
			model.finish();
		}
		catch (AssertionError | Exception ex) {
			fail("Step %d fails; repeat it with -Demp.spool.seed=%d".formatted(step, seed), ex);
		}
	}

}
