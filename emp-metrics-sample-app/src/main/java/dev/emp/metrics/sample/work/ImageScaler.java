package dev.emp.metrics.sample.work;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Transparency;
import java.awt.image.BufferedImage;

/**
 * Scales images down in high quality: by halves, since a single step of any of Java2D's
 * interpolations reads only a few of the pixels that a small image stands for.
 */
final class ImageScaler {

	private final int longerSide;

	ImageScaler(int longerSide) {
		this.longerSide = longerSide;
	}

	BufferedImage scale(BufferedImage image) {
		double factor = Math.min(1, (double) this.longerSide / Math.max(image.getWidth(), image.getHeight()));
		int width = Math.max(1, (int) Math.round(image.getWidth() * factor));
		int height = Math.max(1, (int) Math.round(image.getHeight() * factor));
		BufferedImage current = image;
		while (current.getWidth() >= width * 2 && current.getHeight() >= height * 2) {
			current = draw(current, current.getWidth() / 2, current.getHeight() / 2,
					RenderingHints.VALUE_INTERPOLATION_BILINEAR);
		}
		return draw(current, width, height, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
	}

	private static BufferedImage draw(BufferedImage image, int width, int height, Object interpolation) {
		BufferedImage scaled = new BufferedImage(width, height, (image.getTransparency() == Transparency.OPAQUE)
				? BufferedImage.TYPE_INT_RGB : BufferedImage.TYPE_INT_ARGB);
		Graphics2D graphics = scaled.createGraphics();
		try {
			graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, interpolation);
			graphics.setRenderingHint(RenderingHints.KEY_RENDERING, RenderingHints.VALUE_RENDER_QUALITY);
			graphics.drawImage(image, 0, 0, width, height, null);
		}
		finally {
			graphics.dispose();
		}
		return scaled;
	}

}
