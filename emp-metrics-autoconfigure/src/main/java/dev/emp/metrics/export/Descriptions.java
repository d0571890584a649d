package dev.emp.metrics.export;

import java.io.ByteArrayOutputStream;

import org.jspecify.annotations.Nullable;

/**
 * Leaves the descriptions out of an ExportMetricsServiceRequest: the same words in each
 * push, and more than a quarter of what a compressed push has. Registries keep them, and
 * so does a scrape.
 */
final class Descriptions {

	/** From the request to its metrics: resource_metrics, scope_metrics, metrics. */
	private static final int[] METRICS = { 1, 2, 2 };

	private static final int DESCRIPTION = 2;

	private Descriptions() {
	}

	/**
	 * Leave them out.
	 * @param message the request, not compressed
	 * @return the request without them, or as it was if it cannot be read
	 */
	static byte[] leftOut(byte[] message) {
		byte[] lean = copy(message, 0, message.length, 0);
		return (lean != null) ? lean : message;
	}

	private static byte @Nullable [] copy(byte[] message, int from, int to, int level) {
		ByteArrayOutputStream copy = new ByteArrayOutputStream(to - from);
		WireReader fields = new WireReader(message, from, to);
		while (fields.next()) {
			if (level < METRICS.length && fields.isMessage(METRICS[level])) {
				byte[] inner = copy(message, fields.valueStart(), fields.end(), level + 1);
				if (inner == null) {
					return null;
				}
				WireWriter.message(copy, METRICS[level], inner);
			}
			else if (level < METRICS.length || !fields.isMessage(DESCRIPTION)) {
				copy.write(message, fields.start(), fields.end() - fields.start());
			}
		}
		return fields.isBroken() ? null : copy.toByteArray();
	}

}
