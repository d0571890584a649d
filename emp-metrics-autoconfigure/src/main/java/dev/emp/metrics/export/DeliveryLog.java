package dev.emp.metrics.export;

import java.nio.file.FileSystemException;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
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

	/** What was said since the last success. */
	private final Set<State> said = EnumSet.noneOf(State.class);

	private final Clock clock;

	private final DeliveryCourse course;

	private boolean spoolFailed;

	DeliveryLog(Clock clock) {
		this.clock = clock;
		this.course = new DeliveryCourse(clock);
	}

	/**
	 * The receiver took a batch, or says so.
	 * @param answer what it answered
	 * @param points how many data points the batch has
	 */
	synchronized void delivered(Answer answer, long points) {
		boolean doubtful = !answer.reason().equals(Ledger.NONE)
				&& warnRarely("delivered " + answer.reason(), answer.message());
		if (answer.reason().equals(Answers.NO_OTLP)) {
			fail(State.UNCONFIRMED, answer.reason(), 0, doubtful);
		}
		else if (answer.rejected() > 0 && answer.rejected() >= points) {
			fail(State.REFUSED, answer.reason(), points, doubtful);
		}
		else {
			if (!this.said.isEmpty()) {
				logger.info("Metrics are delivered again, after %s s. %s".formatted(
						Math.round(this.course.failingFor().toMillis() / 100.0) / 10.0, meanwhile(this.course.lost())));
				this.said.clear();
			}
			this.course.succeeded();
		}
	}

	private static String meanwhile(long lost) {
		return (lost > 0) ? lost + " data points were lost meanwhile." : "What was held follows.";
	}

	/**
	 * A batch stays held.
	 * @param answer why
	 */
	synchronized void held(Answer answer) {
		State next = (answer.kind() == Answer.Kind.UNAUTHORIZED) ? State.HELD_UNAUTHORIZED : State.RETRYING;
		this.course.failed(next, answer.reason(), 0);
		if (this.said.add(next)) {
			logger.warn("Metrics are held and sent again until they are delivered. %s".formatted(answer.message()));
		}
	}

	/**
	 * The receiver will never take a batch.
	 * @param answer what it answered
	 * @param reason the reason as in the meters
	 * @param points how many data points are lost
	 */
	synchronized void refused(Answer answer, String reason, long points) {
		State next = (answer.kind() == Answer.Kind.UNAUTHORIZED) ? State.UNAUTHORIZED : State.REFUSED;
		fail(next, reason, points, warnOfLoss(reason, points, answer.message()));
	}

	/**
	 * The receiver does not take a part of a batch of which it took others.
	 * @param reason the reason as in the meters
	 * @param points how many data points are lost
	 * @param message what it means and what to do
	 */
	void lost(String reason, long points, String message) {
		warnOfLoss(reason, points, message);
	}

	private void fail(State next, String reason, long points, boolean told) {
		this.course.failed(next, reason, points);
		if (told) {
			this.said.add(next);
		}
	}

	/**
	 * Data points were given up without an attempt.
	 * @param reason the reason as in the meters
	 * @param points how many
	 */
	void gaveUp(String reason, long points) {
		switch (reason) {
			case DeliveryQueue.FULL -> dropped(reason, points, "More is held than emp.metrics.export.spool.* allows.");
			case DeliveryQueue.EXPIRED ->
				dropped(reason, points, "They were held for longer than emp.metrics.export.spool.max-age.");
			case DeliveryQueue.UNCLAIMED ->
				lost(reason, points, "Other processes left them in emp.metrics.export.spool.directory, and none that "
						+ "sends to the same destination was started within emp.metrics.export.spool.max-age.");
			default -> {
				// said by whoever sends
			}
		}
	}

	private synchronized void dropped(String reason, long points, String message) {
		this.course.dropped(reason, points);
		if (warnOfLoss(reason, points, message)) {
			this.said.add(State.DROPPING);
		}
	}

	private boolean warnOfLoss(String reason, long points, String message) {
		return warnRarely(reason, "%s data points of metrics are lost (%s). %s".formatted(points, reason, message));
	}

	synchronized void corrupt(CorruptBatchException failure, long points) {
		this.course.dropped(failure.reason(), points);
		if (warnRarely("corrupt " + failure.reason(),
				"Metrics that were kept on the disk are lost: " + failure.getMessage())) {
			this.said.add(State.DROPPING);
		}
	}

	synchronized void failed(Throwable failure, long points) {
		this.course.dropped("failure", points);
		if (isDue("failure")) {
			this.said.add(State.DROPPING);
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
	 * What other processes left behind was not taken over.
	 * @param failure why
	 */
	void leftAlone(Throwable failure) {
		warnRarely("leftAlone", "Batches that earlier processes left in emp.metrics.export.spool.directory are not "
				+ "taken over for now, which is tried again: " + failure);
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

	private boolean warnRarely(String key, String message) {
		boolean due = isDue(key);
		if (due) {
			logger.warn(message);
		}
		return due;
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
		return this.course.picture(address);
	}

}
