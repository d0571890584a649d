package dev.emp.metrics.sample.work;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * Small PNG files that claim to be large.
 */
public final class Pngs {

	private Pngs() {
	}

	/**
	 * A PNG file that ends after its header.
	 * @param width the width that the header tells
	 * @param height the height that the header tells
	 * @return the bytes of the file
	 */
	public static byte[] headerOnly(int width, int height) {
		ByteBuffer header = ByteBuffer.allocate(17);
		header.put("IHDR".getBytes(StandardCharsets.US_ASCII)).putInt(width).putInt(height);
		header.put(new byte[] { 8, 2, 0, 0, 0 });
		CRC32 crc = new CRC32();
		crc.update(header.array());
		ByteBuffer file = ByteBuffer.allocate(33).putLong(0x89504E470D0A1A0AL).putInt(13);
		return file.put(header.array()).putInt((int) crc.getValue()).array();
	}

}
