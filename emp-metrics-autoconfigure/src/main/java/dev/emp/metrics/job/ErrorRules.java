package dev.emp.metrics.job;

import java.io.InterruptedIOException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import dev.emp.metrics.TypeNames;

/**
 * The library's own classes of errors. The type decides, the outermost first, through the
 * whole cause chain; then what an invalid argument says of itself; then words of the
 * message.
 */
final class ErrorRules implements ErrorClassifier {

	private static final int MAX_DEPTH = 32;

	private static final int MAX_MESSAGE = 1000;

	/** A special type stands before the general one that it extends. */
	private static final List<Rule<Class<? extends Throwable>>> TYPES = List.of(
			new Rule<>(ErrorType.TIMEOUT,
					List.of(TimeoutException.class, SocketTimeoutException.class, HttpTimeoutException.class,
							SQLTimeoutException.class)),
			new Rule<>(ErrorType.CANCELLED,
					List.of(CancellationException.class, InterruptedException.class, ClosedByInterruptException.class,
							InterruptedIOException.class)),
			new Rule<>(ErrorType.MEMORY, List.of(OutOfMemoryError.class)),
			new Rule<>(ErrorType.NETWORK,
					List.of(UnknownHostException.class, NoRouteToHostException.class,
							UnresolvedAddressException.class)),
			new Rule<>(ErrorType.CONNECTION,
					List.of(SocketException.class, ClosedChannelException.class, SQLTransientConnectionException.class,
							SQLNonTransientConnectionException.class)),
			new Rule<>(ErrorType.REJECTED, List.of(RejectedExecutionException.class)));

	/** Part of a simple class name, for types that are not on every class path. */
	private static final List<Rule<String>> NAMES = List.of(new Rule<>(ErrorType.GPU, List.of("Cuda")),
			new Rule<>(ErrorType.TIMEOUT, List.of("Timeout")),
			new Rule<>(ErrorType.VALIDATION, List.of("ConstraintViolationException", "ValidationException")));

	/**
	 * Spring Security's refusals, by full name: that of a file has the same simple one.
	 */
	private static final Set<String> REFUSALS = Set.of("org.springframework.security.access.AccessDeniedException",
			"org.springframework.security.authentication.AuthenticationCredentialsNotFoundException");

	/** CUDA before memory: what ran out is the GPU's. */
	private static final List<Rule<String>> WORDS = List.of(new Rule<>(ErrorType.GPU, List.of("cuda")),
			new Rule<>(ErrorType.TIMEOUT, List.of("timeout", "timed out")),
			new Rule<>(ErrorType.MEMORY, List.of("memory")),
			new Rule<>(ErrorType.CONNECTION, List.of("econnreset", "connection reset", "connection refused")),
			new Rule<>(ErrorType.NETWORK, List.of("network")));

	@Override
	public ErrorType classify(Throwable error) {
		ErrorType type = first(error, ErrorRules::byType);
		if (type == null) {
			type = first(error, (link) -> (link instanceof IllegalArgumentException) ? ErrorType.VALIDATION : null);
		}
		if (type == null) {
			type = first(error, ErrorRules::byMessage);
		}
		return (type != null) ? type : ErrorType.UNKNOWN;
	}

	private static @Nullable ErrorType first(Throwable error, Function<Throwable, @Nullable ErrorType> rule) {
		Throwable link = error;
		// a cause chain may be a ring
		for (int depth = 0; link != null && depth < MAX_DEPTH; depth++) {
			ErrorType type = rule.apply(link);
			if (type != null) {
				return type;
			}
			link = link.getCause();
		}
		return null;
	}

	private static @Nullable ErrorType byType(Throwable error) {
		// the name first: what ran into a time limit may extend what was cancelled
		ErrorType type = find(NAMES, error.getClass().getSimpleName()::contains);
		if (type == null) {
			type = find(TYPES, (candidate) -> candidate.isInstance(error));
		}
		return (type == null && TypeNames.isAny(REFUSALS, error)) ? ErrorType.REJECTED : type;
	}

	private static @Nullable ErrorType byMessage(Throwable error) {
		String message = error.getMessage();
		if (message == null) {
			return null;
		}
		String text = message.substring(0, Math.min(message.length(), MAX_MESSAGE)).toLowerCase(Locale.ROOT);
		return find(WORDS, text::contains);
	}

	private static <S> @Nullable ErrorType find(List<Rule<S>> rules, Predicate<S> matches) {
		for (Rule<S> rule : rules) {
			for (S sign : rule.signs()) {
				if (matches.test(sign)) {
					return rule.type();
				}
			}
		}
		return null;
	}

	/**
	 * The signs of one class of errors.
	 *
	 * @param <S> a class or a part of a text
	 * @param type the class of errors
	 * @param signs any of which decides
	 */
	private record Rule<S>(ErrorType type, List<? extends S> signs) {
	}

}
