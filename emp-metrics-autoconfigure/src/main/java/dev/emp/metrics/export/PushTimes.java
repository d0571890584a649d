package dev.emp.metrics.export;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.push.PushMeterRegistry;

/**
 * Gives all points of a push one time, as a scrape or a collection of the OpenTelemetry
 * SDK has, where Micrometer looks at the clock for each meter. Cumulative series that
 * began before the first push, before which they were not there to be counted, begin with
 * the first of them. Times that differ say little, and are what compresses worst.
 */
final class PushTimes {

	/** What reads the meters takes less. */
	private static final long TOLERANCE = TimeUnit.SECONDS.toNanos(1);

	private static final int GAUGE = 5;

	private static final int SUMMARY = 11;

	private static final int POINTS = 1;

	private static final int TEMPORALITY = 2;

	private static final int DELTA = 1;

	private static final int CUMULATIVE = 2;

	private static final int START_TIME = 2;

	private static final int TIME = 3;

	/** 0 until the first push. */
	private long firstPush;

	private long begin;

	/**
	 * Change the times. A message that cannot be read stays as it is.
	 * @param message the ExportMetricsServiceRequest, not compressed; it is changed in
	 * place
	 */
	synchronized void unify(byte[] message) {
		Push push = new Push(message, CUMULATIVE);
		if (!push.visit(push::measure)) {
			return;
		}
		if (this.firstPush == 0 && push.earliest != Long.MAX_VALUE) {
			this.firstPush = push.latest;
			this.begin = push.earliest;
		}
		push.visit((start, time) -> {
			push.moveTime(time);
			push.moveStart(start, this.begin, this.firstPush);
		});
	}

	/**
	 * Let the deltas that a registry pushes as it closes stand for the time that they are
	 * of, which is that since the last whole step. Micrometer gives them the times of
	 * that step, of which the receiver has others already.
	 * @param message the ExportMetricsServiceRequest, not compressed; it is changed in
	 * place
	 * @param now the time of the push, in milliseconds of the epoch
	 */
	void end(byte[] message, long now) {
		Push push = new Push(message, DELTA);
		if (push.visit(push::measure) && push.latest > 0 && isClosing()) {
			push.visit((start, time) -> push.moveOn(start, time, TimeUnit.MILLISECONDS.toNanos(now)));
		}
	}

	/**
	 * Whether the push is the last one. A whole step that was not pushed yet goes out
	 * before, from the method of the subclass.
	 * @return whether the registry closes
	 */
	private static boolean isClosing() {
		return StackWalker.getInstance()
			.walk((frames) -> frames.anyMatch((frame) -> frame.getMethodName().equals("close")
					&& frame.getClassName().equals(PushMeterRegistry.class.getName())));
	}

	/**
	 * What is done with the times of a point.
	 */
	private interface Visitor {

		/**
		 * Visit a point.
		 * @param start the index of its start time, or -1 if it has none
		 * @param time the index of its time, or -1 if it has none
		 */
		void visit(int start, int time);

	}

	/**
	 * One message.
	 */
	private static final class Push {

		private final byte[] message;

		private final ByteBuffer numbers;

		/** Of what is looked at; gauges have none and are of each moment. */
		private final int temporality;

		private long latest;

		private long earliest = Long.MAX_VALUE;

		Push(byte[] message, int temporality) {
			this.message = message;
			this.temporality = temporality;
			this.numbers = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
		}

		void measure(int start, int time) {
			if (time >= 0) {
				this.latest = Math.max(this.latest, this.numbers.getLong(time));
			}
			if (start >= 0) {
				this.earliest = Math.min(this.earliest, this.numbers.getLong(start));
			}
		}

		void moveTime(int time) {
			if (time >= 0 && this.latest - this.numbers.getLong(time) <= TOLERANCE) {
				this.numbers.putLong(time, this.latest);
			}
		}

		void moveStart(int start, long begin, long firstPush) {
			if (start >= 0 && this.numbers.getLong(start) >= begin && this.numbers.getLong(start) <= firstPush) {
				this.numbers.putLong(start, begin);
			}
		}

		void moveOn(int start, int time, long now) {
			if (start >= 0 && time >= 0) {
				long end = this.numbers.getLong(time);
				this.numbers.putLong(start, end);
				this.numbers.putLong(time, Math.max(now, end + 1));
			}
		}

		boolean visit(Visitor visitor) {
			return visit(0, this.message.length, 0, visitor);
		}

		private boolean visit(int from, int to, int level, Visitor visitor) {
			WireReader fields = new WireReader(this.message, from, to);
			boolean whole = true;
			while (whole && fields.next()) {
				if (level < OtlpMessage.METRICS.length) {
					whole = !fields.isMessage(OtlpMessage.METRICS[level])
							|| visit(fields.valueStart(), fields.end(), level + 1, visitor);
				}
				else if (OtlpMessage.isData(fields)) {
					whole = visitPoints(fields, visitor);
				}
			}
			return whole && !fields.isBroken();
		}

		private static boolean isGauge(WireReader data) {
			return data.field() == GAUGE || data.field() == SUMMARY;
		}

		private boolean isWanted(WireReader data) {
			WireReader fields = new WireReader(this.message, data.valueStart(), data.end());
			boolean wanted = false;
			while (fields.next()) {
				wanted |= fields.isNumber(TEMPORALITY) && fields.number() == this.temporality;
			}
			return wanted;
		}

		private boolean visitPoints(WireReader data, Visitor visitor) {
			boolean gauge = isGauge(data);
			// deltas stand for an interval
			if (gauge ? this.temporality == DELTA : !isWanted(data)) {
				return true;
			}
			WireReader fields = new WireReader(this.message, data.valueStart(), data.end());
			boolean whole = true;
			while (whole && fields.next()) {
				whole = !fields.isMessage(POINTS) || visitPoint(fields, gauge, visitor);
			}
			return whole && !fields.isBroken();
		}

		private boolean visitPoint(WireReader point, boolean gauge, Visitor visitor) {
			WireReader fields = new WireReader(this.message, point.valueStart(), point.end());
			int start = -1;
			int time = -1;
			while (fields.next()) {
				start = (!gauge && fields.isFixed64(START_TIME)) ? fields.valueStart() : start;
				time = fields.isFixed64(TIME) ? fields.valueStart() : time;
			}
			visitor.visit(start, time);
			return !fields.isBroken();
		}

	}

}
