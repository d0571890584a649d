package dev.emp.metrics.test.kits;

import java.util.concurrent.Executor;

/**
 * Threads that render.
 */
final class RenderThreads {

	private RenderThreads() {
	}

	/**
	 * An executor whose tasks take a place of the pool each.
	 * @param pool the pool
	 * @return the executor
	 */
	static Executor of(RenderPool pool) {
		return (task) -> new Thread(() -> {
			try {
				pool.render(task);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}, "render").start();
	}

}
