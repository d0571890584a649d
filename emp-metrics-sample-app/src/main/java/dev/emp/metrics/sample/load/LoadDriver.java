package dev.emp.metrics.sample.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import dev.emp.metrics.sample.queue.FileInput;
import dev.emp.metrics.sample.queue.JobQueue;
import dev.emp.metrics.sample.queue.JobRefusedException;

/**
 * Sends jobs as time goes by: step by step, so that a test can be the clock.
 * <p>
 * Nothing is simulated: each job works on real bytes, and those that fail do so because
 * their input is broken, missing or not there yet. Only the arrivals are made up.
 */
final class LoadDriver {

	private static final Log logger = LogFactory.getLog(LoadDriver.class);

	private final JobQueue queue;

	private final Traffic traffic;

	private final JobMix mix;

	private final LateFiles lateFiles;

	private final InstantSource clock;

	private final Instant started;

	private boolean incident;

	LoadDriver(JobQueue queue, Traffic traffic, JobMix mix, LateFiles lateFiles, InstantSource clock) {
		this.queue = queue;
		this.traffic = traffic;
		this.mix = mix;
		this.lateFiles = lateFiles;
		this.clock = clock;
		this.started = clock.instant();
	}

	void step() throws IOException {
		Instant now = this.clock.instant();
		Duration elapsed = Duration.between(this.started, now);
		this.lateFiles.complete(now);
		noteIncident(this.traffic.isIncidentAt(elapsed));
		for (int i = this.traffic.arrivalsAt(elapsed); i > 0; i--) {
			send(this.mix.next());
		}
		if (this.incident) {
			flood();
		}
	}

	private void flood() {
		for (int i = this.queue.capacity() - this.queue.size(); i > 0; i--) {
			send(this.mix.bulky());
		}
	}

	private void noteIncident(boolean now) {
		if (now && !this.incident) {
			logger.info("Incident: the driver keeps the queue full");
		}
		if (!now && this.incident) {
			logger.info("The incident is over: the queue drains");
		}
		this.incident = now;
	}

	// a job that fails has been logged by its worker
	@SuppressWarnings("FutureReturnValueIgnored")
	private void send(Draft draft) {
		try {
			this.queue.submit(draft.type(), draft.priority(), draft.input())
				.whenComplete((result, failure) -> cleanUp(draft));
		}
		catch (JobRefusedException ex) {
			logger.debug(ex.getMessage());
			cleanUp(draft);
		}
	}

	private void cleanUp(Draft draft) {
		if (draft.input() instanceof FileInput file && this.lateFiles.owns(file.path())) {
			delete(file.path());
		}
	}

	private static void delete(Path path) {
		try {
			Files.deleteIfExists(path);
		}
		catch (IOException ex) {
			logger.debug("Left behind: " + path, ex);
		}
	}

}
