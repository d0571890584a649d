package dev.emp.metrics.sample.load;

import java.io.IOException;
import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

import dev.emp.metrics.sample.queue.JobQueue;

/**
 * Runs the driver while the application runs: it starts after all else, and stops first.
 */
@Component
@ConditionalOnBooleanProperty(name = "sample.load.enabled", matchIfMissing = true)
final class LoadLifecycle implements SmartLifecycle, AutoCloseable {

	private static final Log logger = LogFactory.getLog(LoadLifecycle.class);

	private final JobQueue queue;

	private final LoadProperties properties;

	private final Inputs inputs = new Inputs();

	private @Nullable ScheduledExecutorService executor;

	LoadLifecycle(JobQueue queue, LoadProperties properties) {
		this.queue = queue;
		this.properties = properties;
	}

	// no step throws, so that the schedule's own future has nothing to tell
	@Override
	@SuppressWarnings("FutureReturnValueIgnored")
	public synchronized void start() {
		LoadDriver driver = driver(InstantSource.system(), new SplittableRandom());
		long millis = this.properties.tick().toMillis();
		this.executor = Executors.newSingleThreadScheduledExecutor((task) -> new Thread(task, "load-driver"));
		this.executor.scheduleWithFixedDelay(() -> step(driver), 0, millis, TimeUnit.MILLISECONDS);
	}

	@Override
	public synchronized void stop() {
		if (this.executor != null) {
			this.executor.shutdownNow();
			awaitEnd(this.executor);
			this.executor = null;
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.executor != null;
	}

	// after the workers have ended, who may read the files until then
	@Override
	public void close() throws IOException {
		this.inputs.close();
	}

	private LoadDriver driver(InstantSource clock, RandomGenerator random) {
		LateFiles lateFiles = new LateFiles(this.inputs.directory());
		Trouble trouble = new Trouble(this.inputs, lateFiles, clock, random);
		JobMix mix = new JobMix(this.inputs, trouble, this.properties.troubleShare(), random);
		return new LoadDriver(this.queue, new Traffic(this.properties, random), mix, lateFiles, clock);
	}

	// an exception would end the schedule
	private void step(LoadDriver driver) {
		try {
			driver.step();
		}
		catch (IOException | RuntimeException ex) {
			logger.warn("The driver could not send its jobs", ex);
		}
	}

	private void awaitEnd(ScheduledExecutorService executor) {
		try {
			executor.awaitTermination(5, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
