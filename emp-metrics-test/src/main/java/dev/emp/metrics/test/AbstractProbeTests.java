package dev.emp.metrics.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What holds for every probe, whatever it reads.
 *
 * @param <R> what the probe reads
 */
@Timeout(60)
abstract class AbstractProbeTests<R> {

	private static final int ROUNDS = 50;

	/** After which a probe is interrupted. */
	private static final Duration DEADLINE = Duration.ofSeconds(10);

	/** The longest text that a tag has. */
	private static final int LONGEST_NAME = 200;

	/**
	 * Make the probe fail from now on, for example by closing its connection. A probe
	 * that looks at memory alone has nothing to break, and leaves this out.
	 * @throws Exception if that fails
	 */
	protected void breakConnection() throws Exception {
		Assumptions.abort("breakConnection() is not overridden");
	}

	/**
	 * How long it may take until a reading shows what the test did.
	 * @return ten seconds by default
	 */
	protected Duration patience() {
		return Duration.ofSeconds(10);
	}

	abstract List<String> names() throws Exception;

	abstract boolean inMemory() throws Exception;

	abstract R read() throws Exception;

	abstract void work() throws Exception;

	abstract void rest() throws Exception;

	abstract void plausible(R reading);

	@Test
	void namesAreNotBlankAndDoNotChange() throws Exception {
		List<String> names = names();
		assertThat(names).allSatisfy((name) -> assertThat(name).isNotBlank().hasSizeLessThanOrEqualTo(LONGEST_NAME));
		work();
		read();
		assertThat(names()).as("names after a reading").isEqualTo(names);
	}

	@Test
	void readingsArePlausibleWhileMuchHappens() throws Exception {
		int readers = inMemory() ? 4 : 1;
		ExecutorService threads = Executors.newFixedThreadPool(readers);
		CountDownLatch done = new CountDownLatch(1);
		try {
			List<Future<Integer>> running = new ArrayList<>();
			for (int i = 0; i < readers; i++) {
				running.add(threads.submit(reader(done)));
			}
			for (int i = 0; i < ROUNDS; i++) {
				work();
				rest();
			}
			done.countDown();
			for (Future<Integer> reader : running) {
				assertThat(reader.get()).isPositive();
			}
		}
		finally {
			done.countDown();
			threads.shutdownNow();
		}
	}

	@Test
	void whatCannotBeReadIsAnException() throws Throwable {
		read();
		breakConnection();
		eventually(() -> {
			long begin = System.nanoTime();
			assertThatThrownBy(this::read).as("a reading of what cannot be reached").isInstanceOf(Exception.class);
			assertThat(Duration.ofNanos(System.nanoTime() - begin)).as("the time until that fails")
				.isLessThan(DEADLINE);
		});
	}

	final void eventually(ThrowingCallable assertion) throws Throwable {
		new Patience(patience()).untilAsserted(assertion);
	}

	private Callable<Integer> reader(CountDownLatch done) {
		return () -> {
			int readings = 0;
			do {
				plausible(read());
				readings++;
			}
			while (done.getCount() > 0);
			return readings;
		};
	}

}
