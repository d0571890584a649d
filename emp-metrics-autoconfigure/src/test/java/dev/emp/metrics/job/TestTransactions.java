package dev.emp.metrics.job;

import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.SmartTransactionObject;

/**
 * Real transactions of Spring around nothing: one a thread, with a commit that a test
 * decides on.
 */
@SuppressWarnings({ "serial", "ThreadLocalUsage" })
class TestTransactions extends AbstractPlatformTransactionManager {

	private final transient ThreadLocal<Transaction> current = new ThreadLocal<>();

	transient Runnable onCommit = () -> {
	};

	int commits;

	int rollbacks;

	@Override
	protected Object doGetTransaction() {
		Transaction known = this.current.get();
		return (known != null) ? known : new Transaction();
	}

	@Override
	protected boolean isExistingTransaction(Object transaction) {
		return this.current.get() == transaction;
	}

	@Override
	protected void doBegin(Object transaction, TransactionDefinition definition) {
		this.current.set((Transaction) transaction);
	}

	@Override
	protected void doCommit(DefaultTransactionStatus status) {
		this.commits++;
		this.onCommit.run();
	}

	@Override
	protected void doRollback(DefaultTransactionStatus status) {
		this.rollbacks++;
	}

	@Override
	protected void doSetRollbackOnly(DefaultTransactionStatus status) {
		((Transaction) status.getTransaction()).rollbackOnly = true;
	}

	@Override
	protected void doCleanupAfterCompletion(Object transaction) {
		this.current.remove();
	}

	/**
	 * A transaction.
	 */
	private static final class Transaction implements SmartTransactionObject {

		private boolean rollbackOnly;

		@Override
		public boolean isRollbackOnly() {
			return this.rollbackOnly;
		}

	}

}
