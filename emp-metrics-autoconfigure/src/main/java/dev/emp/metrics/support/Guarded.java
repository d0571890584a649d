package dev.emp.metrics.support;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Calls code that is not ours, such that its failure never reaches the measured job. The
 * first failure is a warning, all are counted.
 */
public final class Guarded {

	private static final Log logger = LogFactory.getLog(Guarded.class);

	private final String source;

	private final String consequence;

	private final Runnable onFailure;

	private final AtomicBoolean warned = new AtomicBoolean();

	/**
	 * Create a guard for one piece of foreign code.
	 * @param source what is called, for example {@code JobListener com.acme.Billing}
	 * @param consequence what a failure costs, as a sentence for the warning
	 * @param onFailure run at each failure
	 */
	public Guarded(String source, String consequence, Runnable onFailure) {
		this.source = source;
		this.consequence = consequence;
		this.onFailure = onFailure;
	}

	/**
	 * Call what gives a value.
	 * @param <T> the type of the value
	 * @param call the foreign code
	 * @return its value, or null if it failed
	 */
	public <T> @Nullable T get(Supplier<? extends @Nullable T> call) {
		try {
			return call.get();
		}
		catch (Throwable ex) {
			failed(ex);
			return null;
		}
	}

	/**
	 * Call what gives no value.
	 * @param call the foreign code
	 */
	public void run(Runnable call) {
		try {
			call.run();
		}
		catch (Throwable ex) {
			failed(ex);
		}
	}

	/**
	 * Note a failure that the caller caught itself, where a lambda would cost too much.
	 * @param ex the failure
	 */
	public void failed(Throwable ex) {
		try {
			if (this.warned.compareAndSet(false, true)) {
				logger.warn(this.source + " failed: " + sentence(describe(ex)) + " " + this.consequence
						+ " Further failures are counted and not logged.");
				logger.debug("The first failure of " + this.source, ex);
			}
			this.onFailure.run();
		}
		catch (Throwable unreportable) {
			// out of memory or of stack: nothing can be said, and the job goes on
		}
	}

	/**
	 * The name of a class of the application, as warnings and the tag {@code source} say
	 * it.
	 * @param type the class
	 * @return the name, the same in each process
	 */
	public static String name(Class<?> type) {
		// the rest of a lambda's name differs from process to process
		String name = type.getName();
		int lambda = name.indexOf("$$Lambda");
		return (lambda < 0) ? name : name.substring(0, lambda) + "$$Lambda";
	}

	private static String sentence(String text) {
		return (text.endsWith(".") || text.endsWith("?")) ? text : text + ".";
	}

	private static String describe(Throwable ex) {
		try {
			return ex.toString();
		}
		catch (Throwable broken) {
			return ex.getClass().getName();
		}
	}

}
