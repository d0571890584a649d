package dev.emp.metrics.job;

import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.context.ApplicationListener;
import org.springframework.resilience.retry.MethodRetryEvent;

/**
 * Counts the outcome of a job once Spring's retry gives it up. Its other events say
 * nothing that the attempts themselves did not.
 */
final class RetryOutcomes implements ApplicationListener<MethodRetryEvent> {

	@Override
	public void onApplicationEvent(MethodRetryEvent event) {
		if (event.isRetryAborted() && event.getSource() instanceof ProxyMethodInvocation invocation) {
			Attempts attempts = Attempts.known(invocation);
			if (attempts != null) {
				attempts.last();
			}
		}
	}

	@Override
	public boolean supportsAsyncExecution() {
		// a publisher may be subscribed to again at once
		return false;
	}

}
