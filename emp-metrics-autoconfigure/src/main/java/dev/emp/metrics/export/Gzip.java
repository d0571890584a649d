package dev.emp.metrics.export;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Compresses what is sent.
 */
final class Gzip {

	private Gzip() {
	}

	static byte[] compress(byte[] data) {
		ByteArrayOutputStream compressed = new ByteArrayOutputStream(data.length / 4 + 64);
		try (GZIPOutputStream gzip = new BestGzip(compressed)) {
			gzip.write(data);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return compressed.toByteArray();
	}

	static byte[] expand(byte[] compressed) {
		try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
			return gzip.readAllBytes();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * As small as the format can do: it is compressed once, and may be sent and kept
	 * often.
	 */
	private static final class BestGzip extends GZIPOutputStream {

		BestGzip(ByteArrayOutputStream output) throws IOException {
			super(output);
			this.def.setLevel(Deflater.BEST_COMPRESSION);
		}

	}

}
