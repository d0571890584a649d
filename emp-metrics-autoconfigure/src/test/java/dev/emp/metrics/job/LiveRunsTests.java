package dev.emp.metrics.job;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LiveRuns}.
 */
class LiveRunsTests {

	private final LiveRuns runs = new LiveRuns();

	@Test
	void growsAndGivesEachRunASlotOfItsOwn() {
		Set<Integer> slots = new HashSet<>();
		for (int i = 0; i < 10_000; i++) {
			assertThat(slots.add(this.runs.add(run()))).isTrue();
		}
		assertThat(this.runs.count()).isEqualTo(10_000);
		slots.forEach(this.runs::remove);
		assertThat(this.runs.count()).isZero();
	}

	@Test
	void showsEachRunThatIsIn() {
		JobRun first = run();
		JobRun second = run();
		this.runs.add(first);
		int slot = this.runs.add(second);
		this.runs.remove(slot);
		List<JobRun> seen = new ArrayList<>();
		this.runs.forEach(seen::add);
		assertThat(seen).containsExactly(first);
	}

	@Test
	void losesNothingAndIsNeverNegativeUnderContention() throws InterruptedException {
		int threads = 8;
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		AtomicBoolean wrong = new AtomicBoolean();
		for (int thread = 0; thread < threads; thread++) {
			executor.execute(() -> {
				for (int round = 0; round < 20_000; round++) {
					int first = this.runs.add(run());
					int second = this.runs.add(run());
					this.runs.remove(first);
					this.runs.remove(second);
					if (round % 1000 == 0) {
						int count = this.runs.count();
						wrong.compareAndSet(false, count < 0 || count > threads * 2);
					}
				}
			});
		}
		executor.shutdown();
		assertThat(executor.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
		assertThat(wrong).isFalse();
		assertThat(this.runs.count()).isZero();
	}

	private static JobRun run() {
		return new JobRun(null, 0, 0);
	}

}
