package dev.emp.metrics.job;

import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.resilience.annotation.Retryable;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.reactive.AbstractReactiveTransactionManager;
import org.springframework.transaction.reactive.GenericReactiveTransaction;
import org.springframework.transaction.reactive.TransactionSynchronizationManager;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for metered jobs in reactive transactions and behind a commit.
 */
class TransactionalJobTests extends ChainContext {

	private final AtomicInteger commits = new AtomicInteger();

	private int failures;

	@ParameterizedTest
	@MethodSource("corners")
	void countsAReactiveCommitThatFailsAsFailed(Chain chain) {
		this.failures = Integer.MAX_VALUE;
		reactive(chain).run((context) -> {
			Reactive handler = context.getBean(Reactive.class);
			assertThat(thrownBy(() -> handler.one().block())).isInstanceOf(TransactionSystemException.class);
			assertAttempts("one", 0, 1);
			assertThat(seconds("one")).isEqualTo(3);
			assertThat(thrownBy(() -> handler.many().collectList().block()))
				.isInstanceOf(TransactionSystemException.class);
			assertAttempts("many", 0, 1);
			assertThat(seconds("many")).isEqualTo(3);
			assertThat(this.registry.find("job.last.success.age").gauge()).isNull();
		});
	}

	@ParameterizedTest
	@MethodSource("corners")
	void countsEachAttemptAtAReactiveCommit(Chain chain) {
		this.failures = 2;
		reactive(chain).run((context) -> {
			assertThat(context.getBean(Reactive.class).retried().block()).isEqualTo("a");
			assertThat(this.commits).hasValue(3);
			assertAttempts("retried", 1, 2);
			assertThat(seconds("retried")).isEqualTo(9);
			assertThat(count("job.outcomes", "kind", "success_after_retry")).isOne();
		});
	}

	@ParameterizedTest
	@MethodSource("corners")
	void countsAListenerBehindTheCommitThatFailsThoughNobodyIsTold(Chain chain) {
		runner(chain).withBean(Publisher.class).withBean(Listener.class).run((context) -> {
			Publisher publisher = context.getBean(Publisher.class);
			publisher.publish("fail");
			assertAttempts("publish", 1, 0);
			assertAttempts("listen", 0, 1);
			assertThat(count("errors", "job.name", "listen")).isOne();
			publisher.publish("go");
			assertAttempts("publish", 2, 0);
			assertAttempts("listen", 1, 1);
		});
	}

	@ParameterizedTest
	@MethodSource("corners")
	void countsNoListenerBehindACommitThatFails(Chain chain) {
		this.transactions.onCommit = () -> {
			throw new TransactionSystemException("disk full");
		};
		runner(chain).withBean(Publisher.class).withBean(Listener.class).run((context) -> {
			assertThat(thrownBy(() -> context.getBean(Publisher.class).publish("go")))
				.isInstanceOf(TransactionSystemException.class);
			assertAttempts("publish", 0, 1);
			assertAttempts("listen", 0, 0);
		});
	}

	private ApplicationContextRunner reactive(Chain chain) {
		return runner(chain).withBean("reactive", ReactiveTransactions.class, () -> new ReactiveTransactions(() -> {
			this.commits.incrementAndGet();
			this.clock.addSeconds(3);
			if (this.failures-- > 0) {
				throw new TransactionSystemException("disk full");
			}
		})).withBean(Reactive.class);
	}

	public static class Reactive {

		@MeteredJob("one")
		@Transactional("reactive")
		public Mono<String> one() {
			return Mono.just("a");
		}

		@MeteredJob("many")
		@Transactional("reactive")
		public Flux<String> many() {
			return Flux.just("a", "b");
		}

		@MeteredJob("retried")
		@Retryable(maxRetries = 3, delay = 1)
		@Transactional("reactive")
		public Mono<String> retried() {
			return Mono.just("a");
		}

	}

	public static class Publisher {

		private final ApplicationEventPublisher events;

		Publisher(ApplicationEventPublisher events) {
			this.events = events;
		}

		@MeteredJob("publish")
		@Transactional("blocking")
		public void publish(String event) {
			this.events.publishEvent(event);
		}

	}

	public static class Listener {

		@MeteredJob("listen")
		@TransactionalEventListener
		public void on(String event) {
			if (event.equals("fail")) {
				throw new IllegalStateException("too late to undo");
			}
		}

	}

	/**
	 * Reactive transactions of Spring around nothing.
	 */
	@SuppressWarnings("serial")
	static class ReactiveTransactions extends AbstractReactiveTransactionManager {

		private final transient Runnable onCommit;

		ReactiveTransactions(Runnable onCommit) {
			this.onCommit = onCommit;
		}

		@Override
		protected Object doGetTransaction(TransactionSynchronizationManager synchronizations) {
			return new Object();
		}

		@Override
		protected Mono<Void> doBegin(TransactionSynchronizationManager synchronizations, Object transaction,
				TransactionDefinition definition) {
			return Mono.empty();
		}

		@Override
		protected Mono<Void> doCommit(TransactionSynchronizationManager synchronizations,
				GenericReactiveTransaction status) {
			return Mono.fromRunnable(this.onCommit);
		}

		@Override
		protected Mono<Void> doRollback(TransactionSynchronizationManager synchronizations,
				GenericReactiveTransaction status) {
			return Mono.empty();
		}

	}

}
