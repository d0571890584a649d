package dev.emp.metrics.job;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

import org.jspecify.annotations.Nullable;

import dev.emp.metrics.support.BoundedTags;

/**
 * Gives errors their class and their name.
 */
final class JobErrors {

	private final List<Callback<ErrorClassifier>> classifiers = new ArrayList<>();

	private final BoundedTags names;

	JobErrors(JobMetrics metrics, List<ErrorClassifier> classifiers, int limit) {
		this.classifiers
			.addAll(Callback.all(metrics, ErrorClassifier.class, classifiers, "The next classifier decides."));
		this.classifiers.add(new Callback<>(new ErrorRules(),
				metrics.guard("The classification of an error", "It is counted as unknown.")));
		this.names = new BoundedTags(limit,
				SeriesTable.overflow(metrics, JobMeters.ERRORS, JobMeters.Keys.ERROR_NAME, "error-names"));
	}

	/**
	 * Take off what only carries the error from one thread or method to another.
	 * @param error what was thrown
	 * @return the error itself
	 */
	static Throwable unwrap(Throwable error) {
		Throwable unwrapped = error;
		for (int depth = 0; depth < 32 && isWrapper(unwrapped); depth++) {
			Throwable cause = cause(unwrapped);
			if (cause == null) {
				return unwrapped;
			}
			unwrapped = cause;
		}
		return unwrapped;
	}

	ErrorType type(Throwable unwrapped) {
		for (Callback<ErrorClassifier> candidate : this.classifiers) {
			ErrorType type = candidate.guard().get(() -> candidate.code().classify(unwrapped));
			if (type != null) {
				return type;
			}
		}
		return ErrorType.UNKNOWN;
	}

	String name(Throwable unwrapped) {
		Class<?> named = unwrapped.getClass();
		while (named.isAnonymousClass()) {
			named = named.getSuperclass();
		}
		return this.names.bound(named.getSimpleName());
	}

	private static @Nullable Throwable cause(Throwable error) {
		try {
			return error.getCause();
		}
		catch (RuntimeException overridden) {
			return null;
		}
	}

	private static boolean isWrapper(Throwable error) {
		return error instanceof CompletionException || error instanceof ExecutionException
				|| error instanceof InvocationTargetException || error instanceof UndeclaredThrowableException;
	}

}
