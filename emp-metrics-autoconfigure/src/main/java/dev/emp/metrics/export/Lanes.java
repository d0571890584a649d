package dev.emp.metrics.export;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

import dev.emp.metrics.export.DeliveryStatus.Picture;
import dev.emp.metrics.support.DaemonThreads;

/**
 * The lanes of a sender, one for each destination, and what they add up to.
 */
final class Lanes implements Held {

	/** Within which a drainer sees that it was interrupted. */
	private static final Duration GRACE = Duration.ofMillis(500);

	/** What fails comes before what was delivered last. */
	private static final Comparator<Picture> WORST = Comparator.comparing(Picture::failingFor)
		.thenComparing(Picture::lastDelivery, Comparator.nullsFirst(Comparator.naturalOrder()));

	private final Map<String, Lane> lanes = new LinkedHashMap<>();

	private final DeliveryParts parts;

	private final DaemonThreads threads;

	private final Picture idle;

	/** What lanes that ended came to. */
	private Totals ended = Totals.NONE;

	private boolean closed;

	Lanes(DeliveryParts parts, DaemonThreads threads) {
		this.parts = parts;
		this.threads = threads;
		this.idle = new DeliveryLog(parts.clock()).picture(null);
	}

	/**
	 * The lane to a destination.
	 * @param target the destination
	 * @return its only lane; one that is made after the end delivers nothing
	 */
	synchronized Lane to(Target target) {
		String destination = DestinationId.of(target.address(), this.parts.transport().headers(target));
		Lane lane = this.lanes.get(destination);
		if (lane == null) {
			lane = new Lane(this.parts, destination, target, this.threads);
			this.lanes.put(destination, lane);
			if (this.closed) {
				end(lane);
			}
		}
		return lane;
	}

	/**
	 * The lane to a destination, for a push.
	 * @param target the destination
	 * @return its only lane
	 */
	synchronized Lane toPushTo(Target target) {
		Lane used = to(target);
		used.used(target);
		// an address may change for good, as with a token in it
		List<Lane> idle = this.lanes.values().stream().filter((lane) -> lane != used && lane.isIdle()).toList();
		for (Lane lane : idle) {
			end(lane);
			this.ended = this.ended.plus(lane.totals());
			this.lanes.values().remove(lane);
		}
		return used;
	}

	private static void end(Lane lane) {
		lane.finishWithin(Duration.ZERO);
		lane.abandon();
	}

	private synchronized List<Lane> all() {
		return new ArrayList<>(this.lanes.values());
	}

	boolean isEmpty() {
		return all().isEmpty();
	}

	synchronized Totals totals() {
		return this.lanes.values().stream().map(Lane::totals).reduce(this.ended, Totals::plus);
	}

	/**
	 * How the delivery goes where it goes worst.
	 * @return the picture of one of the destinations
	 */
	Picture picture() {
		return all().stream().map(Lane::picture).max(WORST).orElse(this.idle);
	}

	@Override
	public long points() {
		return sum(Held::points);
	}

	@Override
	public long bytes() {
		return sum(Held::bytes);
	}

	@Override
	public int batches() {
		return (int) sum(Held::batches);
	}

	private long sum(ToLongFunction<Held> number) {
		return all().stream().map(Lane::held).mapToLong(number).sum();
	}

	@Override
	public double oldestAgeSeconds() {
		return all().stream().map(Lane::held).mapToDouble(Held::oldestAgeSeconds).max().orElse(0);
	}

	/**
	 * Deliver what can be delivered in the time there is for all of them together.
	 * @param timeout the time
	 */
	void close(Duration timeout) {
		synchronized (this) {
			if (this.closed) {
				return;
			}
			this.closed = true;
		}
		List<Lane> lanes = all();
		lanes.forEach((lane) -> lane.finishWithin(timeout));
		try {
			join(lanes, timeout.plusMillis(1));
			lanes.forEach(Lane::interrupt);
			join(lanes, GRACE);
		}
		catch (InterruptedException ex) {
			lanes.forEach(Lane::interrupt);
			Thread.currentThread().interrupt();
		}
		lanes.forEach(Lane::abandon);
	}

	private static void join(List<Lane> lanes, Duration timeout) throws InterruptedException {
		long end = System.nanoTime() + timeout.toNanos();
		for (Lane lane : lanes) {
			lane.join(TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
		}
	}

}
