package dev.emp.metrics.sample.work;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.emp.metrics.sample.queue.FileInput;
import dev.emp.metrics.sample.queue.InvalidInputException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link ThumbnailHandler}.
 */
class ThumbnailHandlerTests {

	private final ThumbnailHandler handler = new ThumbnailHandler(TestJobs.PROPERTIES);

	@ParameterizedTest
	@CsvSource({ "images/chelsea.png, 256, 170", "images/rocket.jpg, 256, 171", "images/retina.jpg, 256, 256" })
	void scalesARealImageDown(String name, int width, int height) throws IOException {
		Thumbnail thumbnail = thumbnail(TestJobs.input(name));
		BufferedImage image = ImageIO.read(new ByteArrayInputStream(thumbnail.png()));
		assertThat(image.getWidth()).isEqualTo(width).isEqualTo(thumbnail.width());
		assertThat(image.getHeight()).isEqualTo(height).isEqualTo(thumbnail.height());
		assertThat(thumbnail.size()).isEqualTo(thumbnail.png().length);
	}

	@Test
	void keepsTheBrightnessOfTheImage() throws IOException {
		byte[] original = TestJobs.input("images/retina.jpg");
		double before = brightness(ImageIO.read(new ByteArrayInputStream(original)));
		double after = brightness(ImageIO.read(new ByteArrayInputStream(thumbnail(original).png())));
		assertThat(after).isCloseTo(before, within(2.0));
	}

	@Test
	void leavesASmallImageItsSizeAndTransparency() throws IOException {
		BufferedImage small = new BufferedImage(3, 2, BufferedImage.TYPE_INT_ARGB);
		Thumbnail thumbnail = thumbnail(png(small));
		assertThat(thumbnail.width()).isEqualTo(3);
		assertThat(ImageIO.read(new ByteArrayInputStream(thumbnail.png())).getRGB(1, 1)).isZero();
	}

	@Test
	void makesASliverAtLeastOnePixelThin() throws IOException {
		Thumbnail thumbnail = thumbnail(png(new BufferedImage(2000, 1, BufferedImage.TYPE_BYTE_GRAY)));
		assertThat(thumbnail.width()).isEqualTo(256);
		assertThat(thumbnail.height()).isOne();
	}

	@ParameterizedTest
	@ValueSource(strings = { "images/chelsea.png", "images/rocket.jpg", "images/retina.jpg" })
	void refusesAnImageThatWasCutOff(String name) throws IOException {
		byte[] image = TestJobs.input(name);
		for (int part = 2; part <= 8; part *= 2) {
			assertRefused(Arrays.copyOf(image, image.length / part), "The image cannot be decoded: ");
		}
	}

	@Test
	void refusesWhatIsNoImage() throws IOException {
		assertRefused(TestJobs.input("texts/alice.txt"), "Not an image of a known format: bmp, gif, ");
	}

	@Test
	void refusesAnImageWithTooManyPixelsBeforeDecodingIt() {
		assertRefused(Pngs.headerOnly(100_000, 100_000),
				"The image has 100000 x 100000 pixels, more than 25000000 (sample.work.max-pixels)");
	}

	@Test
	void aMissingFileIsNoFaultOfTheImage() {
		assertThatExceptionOfType(NoSuchFileException.class)
			.isThrownBy(() -> this.handler.handle(TestJobs.on(new FileInput(Path.of("absent.png")))));
	}

	private void assertRefused(byte[] bytes, String reason) {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.handler.handle(TestJobs.on(bytes)))
			.withMessageStartingWith(reason);
	}

	private Thumbnail thumbnail(byte[] bytes) throws IOException {
		return (Thumbnail) this.handler.handle(TestJobs.on(bytes));
	}

	private static byte[] png(BufferedImage image) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		ImageIO.write(image, "png", bytes);
		return bytes.toByteArray();
	}

	private static double brightness(BufferedImage image) {
		int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
		return Arrays.stream(pixels).map((rgb) -> (rgb >> 8) & 0xFF).average().orElseThrow();
	}

}
