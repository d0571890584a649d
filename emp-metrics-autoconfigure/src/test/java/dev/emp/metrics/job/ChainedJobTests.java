package dev.emp.metrics.job;

import java.util.function.Supplier;

import jakarta.validation.ConstraintViolationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.resilience.annotation.Retryable;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.authentication.AuthenticationCredentialsNotFoundException;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.interceptor.TransactionAspectSupport;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.validation.annotation.Validated;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a job is one call as its caller sees it, with Spring's own advice between.
 */
class ChainedJobTests extends ChainContext {

	@AfterEach
	void leave() {
		SecurityContextHolder.clearContext();
	}

	@ParameterizedTest
	@MethodSource("chains")
	void countsACommitThatFailsAsFailed(Chain chain) {
		this.transactions.onCommit = this::failSlowly;
		runner(chain, new Saving()).run((context) -> {
			assertThat(thrownBy(() -> context.getBean(Work.class).run("a")))
				.isInstanceOf(TransactionSystemException.class);
			assertAttempts("save", 0, 1);
			assertThat(count("errors", "job.name", "save", "error.name", "TransactionSystemException")).isOne();
			assertThat(seconds("save")).isEqualTo(3);
			assertThat(this.registry.find("job.last.success.age").gauge()).isNull();
		});
	}

	@ParameterizedTest
	@MethodSource("chains")
	void countsEachCommitThatFailsUnderRetryable(Chain chain) {
		this.transactions.onCommit = this::failSlowly;
		runner(chain, new RetriedSaving()).run((context) -> {
			assertThat(thrownBy(() -> context.getBean(Work.class).run("a")))
				.isInstanceOf(TransactionSystemException.class);
			assertThat(this.transactions.commits).isEqualTo(4);
			assertAttempts("save", 0, 4);
			assertThat(seconds("save")).isEqualTo(12);
			assertThat(count("job.retries")).isEqualTo(3);
			assertThat(count("job.outcomes", "kind", "failed_exhausted")).isOne();
			assertThat(this.registry.find("job.last.success.age").gauge()).isNull();
		});
	}

	@ParameterizedTest
	@MethodSource("chains")
	void countsAttemptsWhoseTransactionFailsBeforeItsCommit(Chain chain) {
		RetriedSaving handler = new RetriedSaving();
		handler.failuresBeforeCommit = 2;
		runner(chain, handler).run((context) -> {
			context.getBean(Work.class).run("a");
			assertAttempts("save", 1, 2);
			assertThat(count("job.retries")).isEqualTo(2);
			assertThat(count("job.outcomes", "kind", "success_after_retry")).isOne();
			assertThat(count("job.outcomes")).isOne();
		});
	}

	@ParameterizedTest
	@MethodSource("chains")
	void countsARollbackThatTheMethodSwallowsAsFailed(Chain chain) {
		runner(chain, new Inner()).withBean(Outer.class).run((context) -> {
			assertThat(thrownBy(() -> context.getBean(Outer.class).run()))
				.isInstanceOf(UnexpectedRollbackException.class);
			assertAttempts("inner", 0, 1);
			assertAttempts("outer", 0, 1);
			assertThat(count("errors", "job.name", "outer", "error.name", "UnexpectedRollbackException")).isOne();
			assertThat(this.registry.find("job.last.success.age").gauge()).isNull();
		});
	}

	@ParameterizedTest
	@MethodSource("chains")
	void countsARollbackThatNobodyThrowsAsTheCallerSeesIt(Chain chain) {
		runner(chain, new Undoing()).run((context) -> {
			assertThat(context.getBean(Work.class).run("a")).isEqualTo("a");
			assertThat(this.transactions.rollbacks).isOne();
			assertAttempts("undo", 1, 0);
		});
	}

	@ParameterizedTest
	@MethodSource("chains")
	void countsAnInvalidArgumentAsValidation(Chain chain) {
		runner(chain, new Checked()).run((context) -> {
			assertThat(thrownBy(() -> context.getBean(Work.class).run(nothing())))
				.isInstanceOf(ConstraintViolationException.class);
			assertAttempts("check", 0, 1);
			assertThat(count("errors", "error.type", "validation")).isOne();
			assertThat(count("errors")).isOne();
			assertThat(count("jobs.processed", "priority", "unknown", "status", "failed")).isOne();
			context.getBean(Work.class).run("abc");
			assertThat(count("jobs.processed", "priority", "3", "status", "completed")).isOne();
		});
	}

	@ParameterizedTest
	@MethodSource("chains")
	void countsADeniedCallAsRejected(Chain chain) {
		runner(chain, new Guarding()).run((context) -> {
			assertThat(thrownBy(() -> context.getBean(Work.class).run("a")))
				.isInstanceOf(AuthenticationCredentialsNotFoundException.class);
			SecurityContextHolder.getContext().setAuthentication(new TestingAuthenticationToken("a", "", "ROLE_USER"));
			assertThat(thrownBy(() -> context.getBean(Work.class).run("a"))).isInstanceOf(AccessDeniedException.class);
			assertAttempts("guard", 0, 2);
			assertThat(count("errors", "error.type", "rejected")).isEqualTo(2);
			SecurityContextHolder.getContext().setAuthentication(new TestingAuthenticationToken("a", "", "ROLE_ADMIN"));
			context.getBean(Work.class).run("a");
			assertAttempts("guard", 1, 2);
		});
	}

	@ParameterizedTest
	@MethodSource("chains")
	void countsAnAnswerOfTheCacheAsCompleted(Chain chain) {
		Cached handler = new Cached();
		runner(chain, handler).run((context) -> {
			context.getBean(Work.class).run("a");
			context.getBean(Work.class).run("a");
			assertThat(handler.calls).isOne();
			assertAttempts("look up", 2, 0);
		});
	}

	private void failSlowly() {
		this.clock.addSeconds(3);
		throw new TransactionSystemException("disk full");
	}

	@SuppressWarnings("NullAway")
	private static String nothing() {
		Supplier<@Nullable String> none = () -> null;
		return none.get();
	}

	public static class Saving implements Work {

		@Override
		@MeteredJob("save")
		@Transactional
		public Object run(String text) {
			return text;
		}

	}

	public interface RetriedWork extends Work {

		// a proxy by interface retries what the interface says
		@Override
		@Retryable(maxRetries = 3, delay = 1)
		@Nullable Object run(String text);

	}

	public static class RetriedSaving implements RetriedWork {

		int failuresBeforeCommit;

		@Override
		@MeteredJob("save")
		@Transactional
		public Object run(String text) {
			TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
				@Override
				public void beforeCommit(boolean readOnly) {
					if (RetriedSaving.this.failuresBeforeCommit-- > 0) {
						throw new IllegalStateException("flush failed");
					}
				}
			});
			return text;
		}

	}

	public static class Inner implements Work {

		@Override
		@MeteredJob("inner")
		@Transactional
		public Object run(String text) {
			throw new IllegalStateException("no");
		}

	}

	public static class Outer {

		private final Work inner;

		Outer(Work inner) {
			this.inner = inner;
		}

		@MeteredJob("outer")
		@Transactional
		public void run() throws Exception {
			try {
				this.inner.run("a");
			}
			catch (IllegalStateException ex) {
				// the transaction is marked already
			}
		}

	}

	public static class Undoing implements Work {

		@Override
		@MeteredJob("undo")
		@Transactional
		public Object run(String text) {
			TransactionAspectSupport.currentTransactionStatus().setRollbackOnly();
			return text;
		}

	}

	@Validated
	public static class Checked implements Work {

		@Override
		@MeteredJob(value = "check", priority = "#{#text.length}")
		public Object run(String text) {
			return text;
		}

	}

	public static class Guarding implements Work {

		@Override
		@MeteredJob("guard")
		@PreAuthorize("hasRole('ADMIN')")
		public Object run(String text) {
			return text;
		}

	}

	public static class Cached implements Work {

		int calls;

		@Override
		@MeteredJob("look up")
		@Cacheable("numbers")
		public Object run(String text) {
			return ++this.calls;
		}

	}

}
