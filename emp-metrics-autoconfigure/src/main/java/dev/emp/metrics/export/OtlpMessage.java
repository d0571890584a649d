package dev.emp.metrics.export;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * An ExportMetricsServiceRequest of OTLP, read as far as the delivery must know it.
 * Nothing else of protobuf is needed, which Micrometer 1.18 no longer brings.
 */
final class OtlpMessage {

	/** From the request to its metrics: resource_metrics, scope_metrics, metrics. */
	static final int[] METRICS = { 1, 2, 2 };

	/** The five kinds of data that a metric may have. */
	private static final long KINDS = 1L << 5 | 1L << 7 | 1L << 9 | 1L << 10 | 1L << 11;

	private static final int DATA_POINTS = 1;

	/** Between metrics, or between the points of metrics. */
	private static final int METRIC_LEVEL = METRICS.length - 1;

	private static final int POINT_LEVEL = METRICS.length + 1;

	private final byte[] message;

	/** How deep what the message is split between lies. */
	private final int leaf;

	private final List<Integer> sizes = new ArrayList<>();

	/** Which of them a part takes, counted over the whole message. */
	private int first;

	private int last;

	private int next;

	private OtlpMessage(byte[] message, int leaf) {
		this.message = message;
		this.leaf = leaf;
	}

	/**
	 * Count the data points.
	 * @param message the request, not compressed
	 * @return how many were found before the end, or before what is no protobuf
	 */
	static int points(byte[] message) {
		return points(new WireReader(message, 0, message.length), message, 0);
	}

	private static int points(WireReader fields, byte[] message, int level) {
		int count = 0;
		while (fields.next()) {
			if (level == POINT_LEVEL) {
				count += fields.isMessage(DATA_POINTS) ? 1 : 0;
			}
			else if (leadsToPoints(fields, level)) {
				count += points(new WireReader(message, fields.valueStart(), fields.end()), message, level + 1);
			}
		}
		return count;
	}

	private static boolean leadsToPoints(WireReader fields, int level) {
		if (level < METRICS.length) {
			return fields.isMessage(METRICS[level]);
		}
		return (level == POINT_LEVEL) ? fields.isMessage(DATA_POINTS) : isData(fields);
	}

	/**
	 * Whether a field of a metric is its data.
	 * @param fields stands at the field
	 * @return whether it is of one of the five kinds
	 */
	static boolean isData(WireReader fields) {
		int field = fields.field();
		return field < Long.SIZE && (KINDS >>> field & 1) == 1 && fields.isMessage(field);
	}

	/**
	 * Split between metrics, into halves that are about equally large. Each has what it
	 * needs of resources and scopes, and the fields that are not known.
	 * @param message the request, not compressed
	 * @return two requests, or the one where there is nothing to split between
	 */
	static List<byte[]> split(byte[] message) {
		return split(message, METRIC_LEVEL);
	}

	/**
	 * Split between data points, likewise. Each half has what it needs of the metric.
	 * @param message the request, not compressed
	 * @return two requests, or the one where there is nothing to split between
	 */
	static List<byte[]> splitPoints(byte[] message) {
		return split(message, POINT_LEVEL);
	}

	private static List<byte[]> split(byte[] message, int leaf) {
		OtlpMessage whole = new OtlpMessage(message, leaf);
		int count = whole.measure(0, message.length, 0) ? whole.sizes.size() : 0;
		if (count < 2) {
			return List.of(message);
		}
		int middle = whole.middle();
		return List.of(whole.part(0, middle), whole.part(middle, count));
	}

	/**
	 * Note the sizes of what the message is split between.
	 * @param from where a message begins
	 * @param to where it ends
	 * @param level how deep it is
	 * @return whether all of it could be read
	 */
	private boolean measure(int from, int to, int level) {
		WireReader fields = new WireReader(this.message, from, to);
		while (fields.next()) {
			if (!leadsToPoints(fields, level)) {
				continue;
			}
			if (level == this.leaf) {
				this.sizes.add(fields.end() - fields.start());
			}
			else if (!measure(fields.valueStart(), fields.end(), level + 1)) {
				return false;
			}
		}
		return !fields.isBroken();
	}

	private int middle() {
		long total = this.sizes.stream().mapToLong(Integer::longValue).sum();
		long sum = this.sizes.get(0);
		int middle = 1;
		while (middle < this.sizes.size() - 1 && sum * 2 < total) {
			sum += this.sizes.get(middle++);
		}
		return middle;
	}

	private byte[] part(int first, int last) {
		this.first = first;
		this.last = last;
		this.next = 0;
		byte[] part = copy(0, this.message.length, 0);
		return (part != null) ? part : new byte[0];
	}

	private byte @Nullable [] copy(int from, int to, int level) {
		ByteArrayOutputStream copy = new ByteArrayOutputStream();
		boolean found = false;
		WireReader fields = new WireReader(this.message, from, to);
		while (fields.next()) {
			if (!leadsToPoints(fields, level)) {
				copy.write(this.message, fields.start(), fields.end() - fields.start());
			}
			else if (level == this.leaf) {
				int index = this.next++;
				if (index >= this.first && index < this.last) {
					copy.write(this.message, fields.start(), fields.end() - fields.start());
					found = true;
				}
			}
			else {
				byte[] inner = copy(fields.valueStart(), fields.end(), level + 1);
				if (inner != null) {
					WireWriter.message(copy, fields.field(), inner);
					found = true;
				}
			}
		}
		return found ? copy.toByteArray() : null;
	}

}
