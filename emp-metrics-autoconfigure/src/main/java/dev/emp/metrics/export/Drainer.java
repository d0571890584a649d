package dev.emp.metrics.export;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.micrometer.core.instrument.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Delivers what the queue holds, one batch after the other. Runs on a thread of its own.
 */
final class Drainer implements Runnable {

	/** How often to look for what processes left behind that died meanwhile. */
	private static final long RESTORE_INTERVAL = TimeUnit.MINUTES.toNanos(1);

	private final DeliveryQueue queue;

	private final Function<Batch, Target> targets;

	private final Transport transport;

	private final DrainSettings settings;

	private final Backoff backoff;

	private final DeliveryLog log;

	private final Clock clock;

	private long restoredAt;

	/** Whether what is held has piled up, so that the receiver is to be spared. */
	private boolean backlog;

	/** Before this time the receiver does not want to hear of us. */
	private long notBefore;

	private volatile @Nullable Long deadline;

	Drainer(DeliveryQueue queue, Function<Batch, Target> targets, Transport transport, DrainSettings settings,
			DeliveryLog log, Clock clock) {
		this.queue = queue;
		this.targets = targets;
		this.transport = transport;
		this.settings = settings;
		this.backoff = settings.backoff().get();
		this.log = log;
		this.clock = clock;
		this.notBefore = clock.monotonicTime();
	}

	@Override
	public void run() {
		try {
			if (restore()) {
				pause(this.backoff.start());
			}
			while (drainOne()) {
				if (this.clock.monotonicTime() - this.restoredAt > RESTORE_INTERVAL) {
					restore();
				}
			}
		}
		catch (InterruptedException ex) {
			// the time to end has come, what is held stays so
			Thread.currentThread().interrupt();
		}
	}

	private boolean restore() {
		this.restoredAt = this.clock.monotonicTime();
		try {
			boolean restored = this.queue.restore();
			this.backlog |= restored;
			return restored;
		}
		catch (RuntimeException | Error ex) {
			// what is pushed is delivered all the same
			this.log.leftAlone(ex);
			return false;
		}
	}

	/**
	 * Deliver what can be delivered until a time, and end.
	 * @param timeout how long it may take
	 */
	void finishWithin(Duration timeout) {
		this.deadline = this.clock.monotonicTime() + timeout.toNanos();
		this.queue.close();
	}

	private boolean drainOne() throws InterruptedException {
		Batch batch = this.queue.take(RESTORE_INTERVAL);
		if (batch == null) {
			return this.deadline == null;
		}
		if (this.deadline != null && this.notBefore - this.clock.monotonicTime() > 0) {
			return false;
		}
		try {
			return pause(deliver(batch));
		}
		catch (RuntimeException | Error ex) {
			return pause(failed(batch, ex));
		}
		finally {
			this.queue.release();
		}
	}

	/**
	 * Wait.
	 * @param nanos how long
	 * @return whether to go on after it
	 * @throws InterruptedException if the thread is interrupted
	 */
	private boolean pause(long nanos) throws InterruptedException {
		this.queue.release();
		Long end = this.deadline;
		if (end == null) {
			this.queue.pause(nanos);
			return true;
		}
		if (nanos > end - this.clock.monotonicTime()) {
			return false;
		}
		TimeUnit.NANOSECONDS.sleep(nanos);
		return true;
	}

	private long deliver(Batch batch) throws InterruptedException {
		Target target = this.targets.apply(batch);
		Payload part = batch.parts().peekFirst();
		try {
			Payload payload = (part != null) ? part : this.queue.read(batch);
			return settle(batch, payload, this.transport.send(payload, target));
		}
		catch (CorruptBatchException ex) {
			if (ex.mayPass() && batch.failedRead()) {
				return retry(Answer.of(Answer.Kind.RETRY, ex.reason(), ex.getMessage() + "."));
			}
			this.log.corrupt(ex, batch.points());
			this.queue.finish(batch, Result.CORRUPT, ex.reason());
			return 0;
		}
	}

	private long settle(Batch batch, Payload payload, Answer answer) {
		return switch (answer.kind()) {
			case DELIVERED -> delivered(batch, payload, answer);
			case TOO_LARGE -> split(batch, payload, answer);
			case REFUSED -> drop(batch, payload, answer.reason(), answer);
			case RETRY -> retry(answer);
			case UNAUTHORIZED -> unauthorized(batch, payload, answer);
		};
	}

	private long unauthorized(Batch batch, Payload payload, Answer answer) {
		batch.unauthorized();
		return this.settings.holdUnauthorized() ? retry(answer) : drop(batch, payload, "unauthorized", answer);
	}

	private long delivered(Batch batch, Payload payload, Answer answer) {
		this.log.delivered(answer, payload.points());
		batch.deliveredPart();
		this.queue.settle(batch, Result.REJECTED, "partial_success", Math.min(answer.rejected(), payload.points()));
		finish(batch, payload.points() - answer.rejected(), Result.DELIVERED,
				answer.reason().equals(Answers.NO_OTLP) ? Answers.NO_OTLP : Ledger.NONE);
		return goOn();
	}

	private long drop(Batch batch, Payload payload, String reason, Answer answer) {
		if (batch.isPartDelivered()) {
			this.log.lost(reason, payload.points(), answer.message());
		}
		else {
			this.log.refused(answer, reason, payload.points());
		}
		finish(batch, payload.points(), Result.DROPPED, reason);
		return goOn();
	}

	/**
	 * How long to wait until the next batch: only while what has piled up goes out, and
	 * not at the end of the application.
	 * @return the nanoseconds
	 */
	private long goOn() {
		long spread = this.backoff.recovered();
		if (this.queue.batches() == 0) {
			this.backlog = false;
		}
		return (this.backlog && this.deadline == null) ? Math.max(spread, this.settings.spacing()) : 0;
	}

	private long retry(Answer answer) {
		this.backlog = true;
		this.queue.retried(answer.reason());
		this.log.held(answer);
		long wait = this.backoff.next(answer.retryAfter());
		if (answer.retryAfter() != null) {
			this.notBefore = this.clock.monotonicTime() + wait;
		}
		return wait;
	}

	private long failed(Batch batch, Throwable failure) {
		if (failure instanceof OutOfMemoryError) {
			// which may pass
			return retry(Answer.of(Answer.Kind.RETRY, "failure", failure.toString()));
		}
		this.log.failed(failure, batch.points());
		this.queue.finish(batch, Result.DROPPED, "failure");
		return goOn();
	}

	private long split(Batch batch, Payload payload, Answer answer) {
		List<Payload> halves = payload.split();
		if (halves.size() < 2) {
			return drop(batch, payload, "too_large", answer);
		}
		batch.parts().pollFirst();
		for (int i = halves.size() - 1; i >= 0; i--) {
			batch.parts().addFirst(halves.get(i));
		}
		return 0;
	}

	private void finish(Batch batch, long points, Result result, String reason) {
		batch.parts().pollFirst();
		if (batch.parts().isEmpty()) {
			this.queue.finish(batch, result, reason);
		}
		else {
			this.queue.settle(batch, result, reason, points);
		}
	}

}
