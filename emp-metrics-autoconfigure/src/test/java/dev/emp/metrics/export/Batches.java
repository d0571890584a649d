package dev.emp.metrics.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/**
 * Payloads of tests, with one data point per name of a metric.
 */
final class Batches {

	private Batches() {
	}

	static Payload plain(String... names) {
		return new Payload(RandomRequests.gauges(names).toByteArray(), false, names.length, 0);
	}

	static Payload compressed(String... names) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
			gzip.write(plain(names).bytes());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return new Payload(bytes.toByteArray(), true, names.length, 0);
	}

}
