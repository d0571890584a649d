package dev.emp.metrics.sample.http;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.ClassPathResource;

import dev.emp.metrics.sample.work.Pngs;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a client sees of {@link JobController}, the same on each kind of web server.
 */
abstract class AbstractJobControllerTests {

	private static final int LIMIT = 1024 * 1024;

	private final HttpClient client = HttpClient.newHttpClient();

	@Value("${local.server.port}")
	private int port;

	@Test
	void answersAnImageWithItsThumbnail() throws Exception {
		HttpResponse<byte[]> response = post("", "image/png", input("images/chelsea.png"));
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("Content-Type")).hasValue("image/png");
		BufferedImage thumbnail = ImageIO.read(new ByteArrayInputStream(response.body()));
		assertThat(thumbnail.getWidth()).isEqualTo(256);
	}

	@Test
	void answersATextWithItsTerms() throws Exception {
		HttpResponse<byte[]> response = post("?priority=high", "text/plain", bytes("to be or not to be"));
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
		assertThat(text(response)).contains("\"distinctTerms\":4", "\"occurrences\":6",
				"{\"term\":\"be\",\"count\":2,\"firstAt\":3}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/octet-stream", "application/json", "application/pdf", "" })
	void answersAnythingElseWithItsHash(String contentType) throws Exception {
		HttpResponse<byte[]> response = post("", contentType, bytes("abc"));
		assertThat(response.statusCode()).as(text(response)).isEqualTo(200);
		assertThat(text(response)).contains("\"algorithm\":\"SHA-256\"", "\"bytes\":3",
				"\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\"");
	}

	@Test
	void answersWithWhatAHandlerFinishesLater() throws Exception {
		byte[] text = input("texts/alice.txt");
		assertThat(text(post("?type=words", "text/plain", text))).contains("\"lines\":3608");
		HttpResponse<byte[]> response = post("?type=compress", "text/plain", text);
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/gzip");
		assertThat(new GZIPInputStream(new ByteArrayInputStream(response.body())).readAllBytes()).isEqualTo(text);
	}

	@Test
	void refusesWhatAHandlerFindsOutLater() throws Exception {
		assertProblem(post("?type=words", "text/plain", new byte[] { 'a', (byte) 0xE9 }), 400, "The text is not UTF-8");
	}

	@Test
	void theTypeThatIsAskedForWins() throws Exception {
		HttpResponse<byte[]> response = post("?type=HASH&priority=low", "image/png", input("images/chelsea.png"));
		assertThat(text(response)).contains("596aa1e7cb875eb79f437e310381d26b338a81c2da23439704a73c4651e8c4bb");
	}

	@Test
	void refusesWhatIsNoImage() throws Exception {
		assertProblem(post("?type=thumbnail", "image/png", bytes("no image")), 400,
				"Not an image of a known format: bmp, gif, jpeg, jpg, png, tif, tiff, wbmp");
	}

	@Test
	void refusesAnImageThatWasCutOff() throws Exception {
		byte[] image = input("images/rocket.jpg");
		assertProblem(post("", "image/jpeg", Arrays.copyOf(image, image.length / 2)), 400,
				"The image cannot be decoded: Truncated File - Missing EOI marker");
	}

	@Test
	void refusesASmallFileWithAHugeImage() throws Exception {
		assertProblem(post("", "image/png", Pngs.headerOnly(50_000, 50_000)), 400,
				"The image has 50000 x 50000 pixels, more than 25000000 (sample.work.max-pixels)");
	}

	@Test
	void refusesATextThatIsNone() throws Exception {
		assertProblem(post("", "text/plain", bytes("...")), 400, "The text has no words");
		assertProblem(post("", "text/plain", new byte[] { 'a', (byte) 0xE9 }), 400, "The text is not UTF-8");
		assertProblem(post("", "text/plain", new byte[] { 'a', 0 }), 400,
				"The text looks binary: it has the control character U+0000 at 1");
	}

	@ParameterizedTest
	@CsvSource({ "?type=video, 'Unknown type ''video''; known are [thumbnail, hash, index, words, compress, archive]'",
			"?priority=urgent, 'Unknown priority ''urgent''; known are [high, normal, low]'" })
	void refusesWhatItDoesNotKnow(String query, String reason) throws Exception {
		assertProblem(post(query, "text/plain", bytes("text")), 400, reason);
	}

	@ParameterizedTest
	@ValueSource(strings = { "image/*", "*/*", "text/*", "blah" })
	void refusesAContentTypeThatNamesNothing(String contentType) throws Exception {
		assertProblem(post("", contentType, bytes("text")), 400,
				"The Content-Type '" + contentType + "' names no kind of data; send for example image/jpeg");
	}

	@Test
	void refusesAnEmptyBody() throws Exception {
		String reason = "The request has no body; send the bytes of a file as the body";
		assertProblem(post("", "image/png", new byte[0]), 400, reason);
		assertProblem(post("?type=hash", "", BodyPublishers.noBody()), 400, reason);
	}

	@Test
	void takesABodyOfExactlyTheLimit() throws Exception {
		assertThat(post("", "application/octet-stream", new byte[LIMIT]).statusCode()).isEqualTo(200);
	}

	@Test
	void refusesABodyBeyondTheLimit() throws Exception {
		String reason = "The body is larger than 1048576 bytes (sample.http.max-body)";
		assertProblem(post("", "image/png", new byte[LIMIT + 1]), 413, reason);
		byte[] large = new byte[5 * LIMIT];
		assertProblem(post("", "image/png", large), 413, reason);
		assertProblem(post("", "image/png", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large))), 413,
				reason);
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/x-www-form-urlencoded", "multipart/form-data; boundary=x" })
	void refusesAForm(String contentType) throws Exception {
		assertProblem(post("?type=hash", contentType, new byte[3 * LIMIT]), 415,
				"A form is not taken; send the bytes of a file as the body and name what they are, "
						+ "for example with the header Content-Type: image/jpeg");
	}

	private HttpResponse<byte[]> post(String query, String contentType, byte[] body) throws Exception {
		return post(query, contentType, BodyPublishers.ofByteArray(body));
	}

	private HttpResponse<byte[]> post(String query, String contentType, BodyPublisher body) throws Exception {
		URI uri = URI.create("http://localhost:%d/jobs%s".formatted(this.port, query));
		HttpRequest.Builder request = HttpRequest.newBuilder(uri).POST(body);
		if (!contentType.isEmpty()) {
			request.header("Content-Type", contentType);
		}
		return this.client.send(request.build(), BodyHandlers.ofByteArray());
	}

	private static void assertProblem(HttpResponse<byte[]> response, int status, String reason) {
		assertThat(response.statusCode()).as(text(response)).isEqualTo(status);
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
		assertThat(text(response)).contains("\"detail\":\"" + reason + "\"");
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static String text(HttpResponse<byte[]> response) {
		return new String(response.body(), StandardCharsets.UTF_8);
	}

	private static byte[] input(String name) throws IOException {
		return new ClassPathResource("inputs/" + name).getContentAsByteArray();
	}

}
