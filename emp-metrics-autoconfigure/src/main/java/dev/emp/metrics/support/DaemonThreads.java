package dev.emp.metrics.support;

import java.util.concurrent.ThreadFactory;

import org.jspecify.annotations.Nullable;

/**
 * Makes every thread of the library. What runs on one finds the classes of the
 * application, whoever happens to start it: the context class loader is that of the
 * beans, while since Java 19 a thread that inherits no thread locals would have that of
 * the system, which in an executable jar knows nothing but Boot's launcher.
 */
public final class DaemonThreads {

	private final @Nullable ClassLoader loader;

	/**
	 * Make threads for an application.
	 * @param loader the class loader of its beans, or null for that of the system
	 */
	public DaemonThreads(@Nullable ClassLoader loader) {
		this.loader = loader;
	}

	/**
	 * Make threads for whoever calls, outside any application context.
	 * @return makes threads with the context class loader of the calling thread
	 */
	public static DaemonThreads ofCaller() {
		return new DaemonThreads(Thread.currentThread().getContextClassLoader());
	}

	/**
	 * Make a thread, without starting it.
	 * @param name its name
	 * @param task what it runs
	 * @return a daemon thread
	 */
	public Thread create(String name, Runnable task) {
		// the thread locals are those of whoever comes first, and would be kept
		Thread thread = new Thread(null, task, name, 0, false);
		thread.setDaemon(true);
		thread.setContextClassLoader(this.loader);
		return thread;
	}

	/**
	 * Make threads for a pool.
	 * @param name the name of each
	 * @return the factory
	 */
	public ThreadFactory factory(String name) {
		return (task) -> create(name, task);
	}

}
