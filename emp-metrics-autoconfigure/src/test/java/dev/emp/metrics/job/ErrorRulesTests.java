package dev.emp.metrics.job;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.resilience.InvocationRejectedException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationCredentialsNotFoundException;
import org.springframework.security.authorization.AuthorizationDeniedException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ErrorRules}.
 */
class ErrorRulesTests {

	private final ErrorRules rules = new ErrorRules();

	static Stream<Arguments> errors() {
		return Stream.of(Arguments.of(new TimeoutException(), ErrorType.TIMEOUT),
				Arguments.of(new SocketTimeoutException(), ErrorType.TIMEOUT),
				Arguments.of(new HttpConnectTimeoutException("connect"), ErrorType.TIMEOUT),
				Arguments.of(new QueryTimeout(), ErrorType.TIMEOUT),
				Arguments.of(new TimeoutCancellation(), ErrorType.TIMEOUT),
				Arguments.of(new IllegalStateException(new IOException(new TimeoutException())), ErrorType.TIMEOUT),
				Arguments.of(new IllegalArgumentException(new TimeoutException()), ErrorType.TIMEOUT),
				Arguments.of(new IllegalStateException("Read timed out"), ErrorType.TIMEOUT),
				Arguments.of(new IllegalStateException("Gateway Timeout"), ErrorType.TIMEOUT),
				Arguments.of(new OutOfMemoryError("Java heap space"), ErrorType.MEMORY),
				Arguments.of(new IllegalStateException("not enough memory"), ErrorType.MEMORY),
				Arguments.of(new IllegalStateException("CUDA error: out of memory"), ErrorType.GPU),
				Arguments.of(new CudaException(), ErrorType.GPU),
				Arguments.of(new UnknownHostException("db"), ErrorType.NETWORK),
				Arguments.of(new IOException("Network is unreachable"), ErrorType.NETWORK),
				Arguments.of(new ConnectException("refused"), ErrorType.CONNECTION),
				Arguments.of(new SocketException("Connection reset"), ErrorType.CONNECTION),
				Arguments.of(new ClosedChannelException(), ErrorType.CONNECTION),
				Arguments.of(new IllegalStateException("read ECONNRESET"), ErrorType.CONNECTION),
				Arguments.of(new IllegalArgumentException("timeout must be positive"), ErrorType.VALIDATION),
				Arguments.of(new NumberFormatException("x"), ErrorType.VALIDATION),
				Arguments.of(new ConstraintViolationException(), ErrorType.VALIDATION),
				Arguments.of(new RejectedExecutionException(), ErrorType.REJECTED),
				Arguments.of(new InvocationRejectedException("full", "it"), ErrorType.REJECTED),
				Arguments.of(new AccessDeniedException("not yours"), ErrorType.REJECTED),
				Arguments.of(new AuthorizationDeniedException("not yours"), ErrorType.REJECTED),
				Arguments.of(new AuthenticationCredentialsNotFoundException("who?"), ErrorType.REJECTED),
				Arguments.of(new java.nio.file.AccessDeniedException("file"), ErrorType.UNKNOWN),
				Arguments.of(new CancellationException(), ErrorType.CANCELLED),
				Arguments.of(new IllegalStateException(new InterruptedException()), ErrorType.CANCELLED),
				Arguments.of(new InterruptedIOException(), ErrorType.CANCELLED),
				Arguments.of(new ClosedByInterruptException(), ErrorType.CANCELLED),
				Arguments.of(new IllegalStateException("who knows"), ErrorType.UNKNOWN),
				Arguments.of(new StackOverflowError(), ErrorType.UNKNOWN));
	}

	@ParameterizedTest
	@MethodSource("errors")
	void classifiesByTypeThroughTheChainAndThenByMessage(Throwable error, ErrorType type) {
		assertThat(this.rules.classify(error)).isEqualTo(type);
	}

	@Test
	void endsWhereTheCauseChainIsARing() {
		IllegalStateException first = new IllegalStateException("first");
		first.initCause(new IllegalStateException("second", first));
		assertThat(this.rules.classify(first)).isEqualTo(ErrorType.UNKNOWN);
		CompletionException ring = new CompletionException("a ring") {

			@Override
			public synchronized Throwable getCause() {
				return this;
			}

		};
		assertThat(JobErrors.unwrap(ring)).isSameAs(ring);
	}

	@Test
	void unwrapsOnlyWhatCarriesAnErrorFromElsewhere() {
		IOException error = new IOException(new TimeoutException());
		assertThat(
				JobErrors.unwrap(new CompletionException(new ExecutionException(new InvocationTargetException(error)))))
			.isSameAs(error);
		assertThat(JobErrors.unwrap(error)).isSameAs(error);
		ExecutionException empty = new ExecutionException("no cause", null);
		assertThat(JobErrors.unwrap(empty)).isSameAs(empty);
	}

	private static final class QueryTimeout extends RuntimeException {

	}

	private static final class TimeoutCancellation extends CancellationException {

	}

	private static final class CudaException extends RuntimeException {

	}

	private static final class ConstraintViolationException extends RuntimeException {

	}

}
