package dev.emp.metrics.export;

import java.nio.file.FileSystemException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Clock;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import dev.emp.metrics.export.DeliveryStatus.Picture;
import dev.emp.metrics.export.DeliveryStatus.State;

/**
 * Follows how the delivery goes, and says so where it changes: each state once, each
 * reason for a loss at most once an hour.
 */
final class DeliveryLog {

	private static final Log logger = LogFactory.getLog(DeliveryLog.class);

	private static final long QUIET = TimeUnit.HOURS.toNanos(1);

	private final Map<String, Long> saidAt = new ConcurrentHashMap<>();

	private final Clock clock;

	private State state = State.IDLE;

	private Instant since;

	private long failingSince;

	private @Nullable String reason;

	private @Nullable Instant lastDelivery;

	private boolean spoolFailed;

	DeliveryLog(Clock clock) {
		this.clock = clock;
		this.since = now();
	}

	/**
	 * The receiver took a batch.
	 * @param answer what it answered
	 */
	synchronized void delivered(Answer answer) {
		if (isFailing()) {
			logger.info("Metrics are delivered again, after %s s. What was held follows."
				.formatted(Math.round(failingFor().toMillis() / 100.0) / 10.0));
		}
		enter(State.DELIVERING);
		this.lastDelivery = now();
		if (!answer.reason().equals(Ledger.NONE)) {
			warnRarely("delivered " + answer.reason(), answer.message());
		}
	}

	/**
	 * A batch stays held.
	 * @param answer why
	 */
	synchronized void held(Answer answer) {
		if (!isFailing()) {
			this.failingSince = this.clock.monotonicTime();
		}
		State next = (answer.kind() == Answer.Kind.UNAUTHORIZED) ? State.HELD_UNAUTHORIZED : State.RETRYING;
		if (this.state != next) {
			logger.warn("Metrics are held and sent again until they are delivered. %s".formatted(answer.message()));
		}
		enter(next);
		this.reason = answer.reason();
	}

	private void enter(State next) {
		if (this.state != next) {
			this.state = next;
			this.since = now();
		}
	}

	private boolean isFailing() {
		return this.state == State.RETRYING || this.state == State.HELD_UNAUTHORIZED;
	}

	private Duration failingFor() {
		return isFailing() ? Duration.ofNanos(this.clock.monotonicTime() - this.failingSince) : Duration.ZERO;
	}

	synchronized void dropped(String reason, long points, String message) {
		this.reason = reason;
		warnRarely(reason, "%s data points of metrics are lost (%s). %s".formatted(points, reason, message));
	}

	void corrupt(CorruptBatchException failure) {
		warnRarely("corrupt " + failure.reason(),
				"Metrics that were kept on the disk are lost: " + failure.getMessage());
	}

	void failed(Throwable failure) {
		if (isDue("failure")) {
			logger.warn("A batch of metrics is lost, since sending it failed. Please report this.", failure);
		}
	}

	synchronized void spoolFails(Exception failure) {
		if (!this.spoolFailed) {
			this.spoolFailed = true;
			String fault = (failure instanceof UntrustedSpoolException) ? "is refused: " + failure.getMessage()
					: "cannot be written: %s. Check that it may be written and that its disk has room."
						.formatted(describe(failure));
			logger
				.warn("Metrics are held in memory and end with this process, since emp.metrics.export.spool.directory "
						+ fault);
		}
	}

	private static String describe(Exception failure) {
		String what = failure.getClass().getSimpleName().replaceAll("Exception$", "");
		// of some the message is the path and nothing else
		return (failure instanceof FileSystemException file && file.getReason() == null)
				? "%s (%s)".formatted(file.getFile(), what) : String.valueOf(failure.getMessage());
	}

	/**
	 * A batch goes to memory although there is a directory.
	 * @param bytes the size of its file
	 */
	void oversized(long bytes) {
		warnRarely("oversized", "A push of %s bytes is held in memory, since ".formatted(bytes)
				+ "emp.metrics.export.spool.max-size is less than that.");
	}

	synchronized void spoolWorks() {
		if (this.spoolFailed) {
			this.spoolFailed = false;
			logger.info("Metrics are held in emp.metrics.export.spool.directory again.");
		}
	}

	/**
	 * The process ends.
	 * @param lost points that were in memory alone
	 * @param kept what stays on the disk
	 */
	void ended(long lost, Totals kept) {
		if (lost > 0) {
			logger.warn("%s data points of metrics are lost (shutdown), since they were in memory when the application "
				.formatted(lost)
					+ "ended. A directory that can be written, emp.metrics.export.spool.directory, keeps them.");
		}
		if (kept.held() > 0) {
			logger.info("%s data points of metrics stay on the disk until the next start.".formatted(kept.held()));
		}
	}

	private void warnRarely(String key, String message) {
		if (isDue(key)) {
			logger.warn(message);
		}
	}

	private boolean isDue(String key) {
		long now = this.clock.monotonicTime();
		Long before = this.saidAt.get(key);
		if (before == null || now - before >= QUIET) {
			this.saidAt.put(key, now);
			return true;
		}
		return false;
	}

	synchronized Picture picture(@Nullable String address) {
		return new Picture(this.state, this.since, failingFor(), this.reason, this.lastDelivery, address);
	}

	private Instant now() {
		return Instant.ofEpochMilli(this.clock.wallTime());
	}

}
