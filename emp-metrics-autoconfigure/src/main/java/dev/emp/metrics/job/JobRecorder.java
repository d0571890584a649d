package dev.emp.metrics.job;

import java.util.concurrent.Callable;

import kotlin.internal.LowPriorityInOverloadResolution;
import org.jspecify.annotations.Nullable;

/**
 * Meters jobs in code that no proxy sees: self-calls, lambdas, loops of one's own. A
 * bean. A {@link Runnable} or {@link java.util.function.Supplier} that is there already
 * is given as a method reference: {@code recorder.record(job, runnable::run)}.
 */
public interface JobRecorder {

	/**
	 * Start a run that the caller ends, on this or another thread.
	 * @param job what is run
	 * @return the run; ending it twice counts once
	 */
	JobRun start(JobInfo job);

	/**
	 * Run a job. Within it {@link JobRun#current()} is its run. Where the work returns a
	 * {@link java.util.concurrent.CompletionStage} or a reactive publisher the run ends
	 * with that, as it does for {@link MeteredJob}.
	 * @param <T> the type of the result
	 * @param job what is run
	 * @param work the job itself
	 * @return the result of the work
	 * @throws Exception what the work throws, unchanged
	 */
	<T extends @Nullable Object> T record(JobInfo job, Callable<T> work) throws Exception;

	/**
	 * Run a job as {@link #record(JobInfo, Callable)} does. This is the form that a
	 * lambda expression or a method reference with a result has in Java.
	 * @param <T> the type of the result
	 * @param <X> the checked exception that the work throws; {@link RuntimeException} if
	 * it throws none, their common type, such as {@link Exception}, if it throws several
	 * @param job what is run
	 * @param work the job itself
	 * @return the result of the work
	 * @throws X what the work throws, unchanged
	 */
	// Kotlin infers no exceptions, and takes a block for one without a result
	@LowPriorityInOverloadResolution
	@SuppressWarnings("unchecked")
	default <T extends @Nullable Object, X extends Exception> T record(JobInfo job, ThrowingCallable<T, X> work)
			throws X {
		try {
			return record(job, (Callable<T>) work);
		}
		catch (Exception ex) {
			throw (X) ex;
		}
	}

	/**
	 * Run a job without a result.
	 * @param <X> the checked exception that the work throws; {@link RuntimeException} if
	 * it throws none, their common type, such as {@link Exception}, if it throws several
	 * @param job what is run
	 * @param work the job itself
	 * @throws X what the work throws, unchanged
	 */
	@LowPriorityInOverloadResolution
	default <X extends Exception> void record(JobInfo job, ThrowingRunnable<X> work) throws X {
		ThrowingCallable<@Nullable Void, X> call = () -> {
			work.run();
			return null;
		};
		record(job, call);
	}

	/**
	 * Work with a result, which throws what its caller expects. It can be run as well, so
	 * that Java prefers it for a reference to an overloaded method.
	 *
	 * @param <T> the type of the result
	 * @param <X> the checked exception
	 */
	@FunctionalInterface
	interface ThrowingCallable<T extends @Nullable Object, X extends Exception>
			extends Callable<T>, ThrowingRunnable<X> {

		@Override
		T call() throws X;

		@Override
		default void run() throws X {
			call();
		}

	}

	/**
	 * Work without a result, which throws what its caller expects.
	 *
	 * @param <X> the checked exception
	 */
	@FunctionalInterface
	interface ThrowingRunnable<X extends Exception> {

		/**
		 * Do the work.
		 * @throws X what went wrong
		 */
		void run() throws X;

	}

}
