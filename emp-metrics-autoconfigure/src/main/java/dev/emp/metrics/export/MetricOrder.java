package dev.emp.metrics.export;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Puts the metrics of an ExportMetricsServiceRequest in the order of their names, and the
 * points of each in that of their attributes. The order means nothing; what is alike
 * compresses better side by side.
 */
final class MetricOrder {

	private static final int NAME = 1;

	private static final int POINTS = 1;

	/** The number of a point's attributes, by the number of the metric's data. */
	private static final int HISTOGRAM = 9;

	private static final int HISTOGRAM_ATTRIBUTES = 9;

	private static final int EXPONENTIAL_HISTOGRAM = 10;

	private static final int EXPONENTIAL_HISTOGRAM_ATTRIBUTES = 1;

	private static final int ATTRIBUTES = 7;

	private final byte[] message;

	private MetricOrder(byte[] message) {
		this.message = message;
	}

	/**
	 * Sort. What cannot be read stays as it is.
	 * @param message the request, not compressed; it is changed in place
	 */
	static void sort(byte[] message) {
		new MetricOrder(message).sort(0, message.length, 0);
	}

	private void sort(int from, int to, int level) {
		int last = OtlpMessage.METRICS.length - 1;
		WireReader fields = new WireReader(this.message, from, to);
		while (fields.next()) {
			if (fields.isMessage(OtlpMessage.METRICS[level])) {
				if (level < last) {
					sort(fields.valueStart(), fields.end(), level + 1);
				}
				else {
					sortPoints(fields.valueStart(), fields.end());
				}
			}
		}
		if (level == last) {
			reorder(from, to, OtlpMessage.METRICS[last], NAME);
		}
	}

	private void sortPoints(int from, int to) {
		WireReader fields = new WireReader(this.message, from, to);
		while (fields.next()) {
			if (OtlpMessage.isData(fields)) {
				reorder(fields.valueStart(), fields.end(), POINTS, attributes(fields.field()));
			}
		}
	}

	private static int attributes(int data) {
		return switch (data) {
			case HISTOGRAM -> HISTOGRAM_ATTRIBUTES;
			case EXPONENTIAL_HISTOGRAM -> EXPONENTIAL_HISTOGRAM_ATTRIBUTES;
			default -> ATTRIBUTES;
		};
	}

	/**
	 * Sort the parts of a message that are of one field. All others come after them.
	 * @param from where the message begins
	 * @param to where it ends
	 * @param part the field
	 * @param key the field of a part that it is sorted by
	 */
	private void reorder(int from, int to, int part, int key) {
		List<Part> parts = new ArrayList<>();
		List<Part> others = new ArrayList<>();
		WireReader fields = new WireReader(this.message, from, to);
		while (fields.next()) {
			if (fields.isMessage(part)) {
				parts.add(part(fields, key));
			}
			else {
				others.add(new Part(fields.start(), fields.end(), 0, 0));
			}
		}
		if (!fields.isBroken() && parts.size() > 1) {
			parts.sort(this::compare);
			parts.addAll(others);
			rewrite(from, to, parts);
		}
	}

	private Part part(WireReader fields, int key) {
		WireReader inner = new WireReader(this.message, fields.valueStart(), fields.end());
		int keyFrom = 0;
		int keyTo = 0;
		while (inner.next()) {
			if (inner.isMessage(key)) {
				keyFrom = (keyTo == 0) ? inner.start() : keyFrom;
				keyTo = inner.end();
			}
		}
		return new Part(fields.start(), fields.end(), keyFrom, keyTo);
	}

	private int compare(Part first, Part second) {
		return Arrays.compareUnsigned(this.message, first.keyFrom, first.keyTo, this.message, second.keyFrom,
				second.keyTo);
	}

	private void rewrite(int from, int to, List<Part> parts) {
		byte[] before = Arrays.copyOfRange(this.message, from, to);
		int next = from;
		for (Part part : parts) {
			System.arraycopy(before, part.from - from, this.message, next, part.to - part.from);
			next += part.to - part.from;
		}
	}

	/**
	 * A part of a message.
	 *
	 * @param from where it begins, with its tag
	 * @param to where it ends
	 * @param keyFrom where what it is sorted by begins
	 * @param keyTo where that ends
	 */
	private record Part(int from, int to, int keyFrom, int keyTo) {
	}

}
