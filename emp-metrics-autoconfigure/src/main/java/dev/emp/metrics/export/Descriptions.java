package dev.emp.metrics.export;

import java.nio.ByteBuffer;

/**
 * Leaves the descriptions out of an ExportMetricsServiceRequest: the same words in each
 * push, and more than a quarter of what a compressed push has. Registries keep them, and
 * so does a scrape.
 */
final class Descriptions {

	private static final int DESCRIPTION = 2;

	private Descriptions() {
	}

	/**
	 * Leave them out.
	 * @param message the request, not compressed
	 * @return a copy without them, or of all of it if it cannot be read
	 */
	static byte[] leftOut(byte[] message) {
		int length = length(message, 0, message.length, 0);
		if (length < 0) {
			return message.clone();
		}
		ByteBuffer lean = ByteBuffer.allocate(length);
		copy(message, 0, message.length, 0, lean);
		return lean.array();
	}

	/**
	 * How long a message is without them. Messages are short but for the outermost, so
	 * that measuring each once per level is cheaper than a copy per level.
	 * @param message has the message
	 * @param from where it begins
	 * @param to where it ends
	 * @param level how deep it lies
	 * @return the length, or -1 if it cannot be read
	 */
	private static int length(byte[] message, int from, int to, int level) {
		WireReader fields = new WireReader(message, from, to);
		int length = 0;
		while (fields.next()) {
			if (isContainer(fields, level)) {
				int inner = length(message, fields.valueStart(), fields.end(), level + 1);
				if (inner < 0) {
					return -1;
				}
				length += WireWriter.messageLength(OtlpMessage.METRICS[level], inner);
			}
			else if (!isDescription(fields, level)) {
				length += fields.end() - fields.start();
			}
		}
		return fields.isBroken() ? -1 : length;
	}

	private static void copy(byte[] message, int from, int to, int level, ByteBuffer lean) {
		WireReader fields = new WireReader(message, from, to);
		while (fields.next()) {
			if (isContainer(fields, level)) {
				WireWriter.messageHead(lean, OtlpMessage.METRICS[level],
						length(message, fields.valueStart(), fields.end(), level + 1));
				copy(message, fields.valueStart(), fields.end(), level + 1, lean);
			}
			else if (!isDescription(fields, level)) {
				lean.put(message, fields.start(), fields.end() - fields.start());
			}
		}
	}

	private static boolean isContainer(WireReader fields, int level) {
		return level < OtlpMessage.METRICS.length && fields.isMessage(OtlpMessage.METRICS[level]);
	}

	private static boolean isDescription(WireReader fields, int level) {
		return level == OtlpMessage.METRICS.length && fields.isMessage(DESCRIPTION);
	}

}
