package dev.emp.metrics.export;

import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ApplicationEventMulticaster;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.support.AbstractApplicationContext;

import dev.emp.metrics.support.RunningWork;

/**
 * Lets Boot close the registries, which pushes what they have, once all beans with a life
 * cycle have stopped and no job runs any more that another thread can end. Boot by itself
 * closes them first, so that a job which ends while its worker stops would be counted by
 * nobody.
 */
final class LastPush implements ApplicationListener<ContextClosedEvent>, SmartInitializingSingleton, SmartLifecycle {

	private static final long POLL = TimeUnit.MILLISECONDS.toNanos(20);

	private static final Log logger = LogFactory.getLog(LastPush.class);

	/**
	 * 100 ms: on a machine with more threads than processors a thread may wait for one.
	 */
	private static final int QUIET_POLLS = 5;

	/** Boot's bean that closes the registries; its type is not public. */
	static final String CLOSER = "meterRegistryCloser";

	private final ConfigurableApplicationContext context;

	private @Nullable ApplicationListener<ContextClosedEvent> closer;

	private @Nullable ContextClosedEvent closing;

	private volatile boolean running;

	LastPush(ConfigurableApplicationContext context) {
		this.context = context;
	}

	/**
	 * Hear of the end in place of Boot's listener, which stays the bean that it is.
	 */
	@Override
	@SuppressWarnings("unchecked")
	public void afterSingletonsInstantiated() {
		ApplicationEventMulticaster multicaster = this.context.getBean(
				AbstractApplicationContext.APPLICATION_EVENT_MULTICASTER_BEAN_NAME, ApplicationEventMulticaster.class);
		if (this.context.getBeanFactory().containsLocalBean(CLOSER)
				&& this.context.getBean(CLOSER) instanceof ApplicationListener<?> listener) {
			this.closer = (ApplicationListener<ContextClosedEvent>) listener;
			multicaster.removeApplicationListenerBean(CLOSER);
			multicaster.removeApplicationListener(listener);
		}
		else {
			logger.warn("Bean " + CLOSER
					+ " was not found. emp-metrics needs it to close the registries of Spring Boot "
					+ "last: jobs which end while the application stops are not exported. Use a version that supports "
					+ "this Spring Boot.");
		}
	}

	@Override
	public void onApplicationEvent(ContextClosedEvent event) {
		if (!this.context.equals(event.getApplicationContext())) {
			return;
		}
		DurableSender sender = this.context.getBeanProvider(DurableSender.class).getIfAvailable();
		if (this.running && sender != null && sender.isInUse()) {
			this.closing = event;
		}
		else {
			close(event);
		}
	}

	private void close(ContextClosedEvent event) {
		if (this.closer != null) {
			this.closer.onApplicationEvent(event);
		}
	}

	@Override
	public void start() {
		this.running = true;
	}

	/**
	 * Where the context only stops or pauses, the registries stay open.
	 */
	@Override
	public void stop() {
		this.running = false;
		ContextClosedEvent event = this.closing;
		if (event != null) {
			this.closing = null;
			awaitJobs();
			close(event);
		}
	}

	private void awaitJobs() {
		ExportProperties.Shutdown shutdown = this.context.getBean(ExportProperties.class).shutdown();
		long end = System.nanoTime() + shutdown.waitForJobs().toNanos();
		int quiet = 0;
		try {
			// several times, since a thread may be on its way from one job to the next
			while (quiet < QUIET_POLLS && end - System.nanoTime() > 0) {
				quiet = isBusy() ? 0 : quiet + 1;
				TimeUnit.NANOSECONDS.sleep(POLL);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private boolean isBusy() {
		return this.context.getBeanProvider(RunningWork.class).stream().anyMatch(RunningWork::isRunning);
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/**
	 * Started first and stopped last.
	 * @return the phase
	 */
	@Override
	public int getPhase() {
		return Integer.MIN_VALUE;
	}

}
