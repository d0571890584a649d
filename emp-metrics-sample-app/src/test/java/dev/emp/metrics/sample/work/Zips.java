package dev.emp.metrics.sample.work;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Small ZIP archives.
 */
public final class Zips {

	/** Where the first byte of the first text is: after a header and a name of one. */
	static final int FIRST_TEXT = 30 + 1;

	private Zips() {
	}

	/**
	 * An archive of texts that are stored as they are.
	 * @param texts the texts
	 * @return the bytes of the archive
	 * @throws IOException never, since nothing leaves the memory
	 */
	public static byte[] of(String... texts) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
			zip.setMethod(ZipOutputStream.STORED);
			for (int i = 0; i < texts.length; i++) {
				add(zip, String.valueOf(i), texts[i].getBytes(StandardCharsets.UTF_8));
			}
		}
		return bytes.toByteArray();
	}

	private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
		CRC32 crc = new CRC32();
		crc.update(content);
		ZipEntry entry = new ZipEntry(name);
		entry.setSize(content.length);
		entry.setCrc(crc.getValue());
		zip.putNextEntry(entry);
		zip.write(content);
	}

}
