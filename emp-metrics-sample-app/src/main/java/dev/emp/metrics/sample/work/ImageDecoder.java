package dev.emp.metrics.sample.work;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

import dev.emp.metrics.sample.queue.InvalidInputException;

/**
 * Decodes the images that the JVM reads, unless they are broken or too large.
 */
final class ImageDecoder {

	private final long maxPixels;

	ImageDecoder(long maxPixels) {
		this.maxPixels = maxPixels;
	}

	BufferedImage decode(InputStream bytes) {
		try (ImageInputStream stream = new MemoryCacheImageInputStream(bytes)) {
			ImageReader reader = readerOf(stream);
			try {
				return decode(reader, stream);
			}
			finally {
				reader.dispose();
			}
		}
		catch (InvalidInputException ex) {
			throw ex;
		}
		// the readers answer some broken images with any kind of runtime exception
		catch (IOException | RuntimeException ex) {
			throw new InvalidInputException("The image cannot be decoded: " + ex.getMessage(), ex);
		}
	}

	private ImageReader readerOf(ImageInputStream stream) {
		Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
		if (!readers.hasNext()) {
			throw new InvalidInputException("Not an image of a known format: " + formats());
		}
		return readers.next();
	}

	private BufferedImage decode(ImageReader reader, ImageInputStream stream) throws IOException {
		List<String> warnings = new ArrayList<>();
		reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
		// compressed metadata can be a bomb as well
		reader.setInput(stream, true, true);
		checkPixels(reader.getWidth(0), reader.getHeight(0));
		BufferedImage image = reader.read(0);
		checkComplete(warnings);
		return image;
	}

	private void checkPixels(long width, long height) {
		if (width * height > this.maxPixels) {
			throw new InvalidInputException("The image has %d x %d pixels, more than %d (sample.work.max-pixels)"
				.formatted(width, height, this.maxPixels));
		}
	}

	// the JPEG reader paints what is missing of a truncated image grey, and warns
	private void checkComplete(List<String> warnings) {
		for (String warning : warnings) {
			if (warning.startsWith("Truncated") || warning.contains("premature end")) {
				throw new InvalidInputException("The image cannot be decoded: " + warning);
			}
		}
	}

	private static String formats() {
		TreeSet<String> formats = new TreeSet<>();
		Arrays.stream(ImageIO.getReaderFormatNames())
			.map((name) -> name.toLowerCase(Locale.ROOT))
			.forEach(formats::add);
		return String.join(", ", formats);
	}

}
