package dev.emp.metrics.test;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/**
 * Waits for what a store in another process may only show after a while.
 *
 * @param limit how long to wait
 */
record Patience(Duration limit) {

	private static final long PAUSE = Duration.ofMillis(5).toNanos();

	/**
	 * Try an assertion until it holds.
	 * @param assertion the assertion
	 * @throws Throwable the last failure, if it never held
	 */
	void untilAsserted(ThrowingCallable assertion) throws Throwable {
		long end = System.nanoTime() + this.limit.toNanos();
		while (true) {
			try {
				assertion.call();
				return;
			}
			catch (AssertionError ex) {
				if (System.nanoTime() - end >= 0) {
					throw ex;
				}
				LockSupport.parkNanos(PAUSE);
			}
		}
	}

}
