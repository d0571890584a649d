package dev.emp.metrics.support;

import java.lang.management.ManagementFactory;
import java.util.concurrent.Callable;

import com.sun.management.ThreadMXBean;

/**
 * Counts what the current thread allocates, which no other load of the machine changes.
 */
public final class Allocations {

	private static final int ROUNDS = 200;

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private Allocations() {
	}

	/**
	 * The bytes that a call allocates once it has been called often.
	 * @param call the call
	 * @return the mean of many calls
	 * @throws Exception if a call fails
	 */
	public static long of(Callable<?> call) throws Exception {
		for (int i = 0; i < ROUNDS; i++) {
			call.call();
		}
		long before = THREADS.getCurrentThreadAllocatedBytes();
		for (int i = 0; i < ROUNDS; i++) {
			call.call();
		}
		return (THREADS.getCurrentThreadAllocatedBytes() - before) / ROUNDS;
	}

}
