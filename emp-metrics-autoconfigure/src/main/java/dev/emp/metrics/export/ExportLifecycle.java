package dev.emp.metrics.export;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.LifecycleProcessor;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.core.Ordered;

/**
 * Begins to deliver when the application starts, and stops its workers before its
 * registries are closed: Boot closes them first, so that a job which ends while its
 * worker stops would be counted by nobody. What the context does next finds everything
 * stopped already.
 */
final class ExportLifecycle implements SmartInitializingSingleton, ApplicationListener<ContextClosedEvent>, Ordered {

	private static final Log logger = LogFactory.getLog(ExportLifecycle.class);

	private final ApplicationContext context;

	private final DurableSender sender;

	private final boolean workersFirst;

	ExportLifecycle(ApplicationContext context, DurableSender sender, boolean workersFirst) {
		this.context = context;
		this.sender = sender;
		this.workersFirst = workersFirst;
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.sender.startIfDurable();
	}

	@Override
	public void onApplicationEvent(ContextClosedEvent event) {
		if (this.workersFirst && this.context.equals(event.getApplicationContext()) && this.sender.isInUse()) {
			try {
				this.context.getBean(AbstractApplicationContext.LIFECYCLE_PROCESSOR_BEAN_NAME, LifecycleProcessor.class)
					.onClose();
			}
			catch (RuntimeException ex) {
				logger.warn("Not everything was stopped before the last metrics are pushed", ex);
			}
		}
	}

	/**
	 * After all listeners that ask for an order, and before Boot's, which does not.
	 * @return the order
	 */
	@Override
	public int getOrder() {
		return LOWEST_PRECEDENCE - 1;
	}

}
