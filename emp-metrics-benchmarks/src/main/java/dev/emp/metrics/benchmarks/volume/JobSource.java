package dev.emp.metrics.benchmarks.volume;

import java.time.Instant;
import java.util.Random;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.task.TaskExecutor;
import org.springframework.stereotype.Component;

/**
 * Gives the workers a job each second, to one handler after the other.
 */
@Component
class JobSource {

	private static final int LONGEST_MILLIS = 1500;

	private final Handlers handlers;

	private final TaskExecutor workers;

	private final boolean failing = Boolean.getBoolean("volume.failing");

	JobSource(Handlers handlers, TaskExecutor workers) {
		this.handlers = handlers;
		this.workers = workers;
	}

	@EventListener(ApplicationReadyEvent.class)
	void start() {
		Thread thread = new Thread(this::submit, "job-source");
		thread.setDaemon(true);
		thread.start();
	}

	private void submit() {
		Random random = new Random(7);
		for (int number = 0; sleep(); number++) {
			int handler = number % 3;
			// seven has no factor with three, so that each handler fails at times
			boolean fails = this.failing && number % 7 == 6;
			Handlers.Job job = new Handlers.Job(Instant.now(), random.nextInt(LONGEST_MILLIS), fails);
			this.workers.execute(() -> handle(handler, job));
		}
	}

	private void handle(int handler, Handlers.Job job) {
		try {
			switch (handler) {
				case 0 -> this.handlers.render(job);
				case 1 -> this.handlers.index(job);
				default -> this.handlers.mail(job);
			}
		}
		catch (IllegalArgumentException ex) {
			// counted as an error, which is all that is wanted of it
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static boolean sleep() {
		try {
			Thread.sleep(1000);
			return true;
		}
		catch (InterruptedException ex) {
			return false;
		}
	}

}
