package dev.emp.metrics.container;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;

import org.junit.jupiter.api.Test;

import dev.emp.metrics.support.Mutations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link HttpAnswer}.
 */
class HttpAnswerTests {

	private static final String CHUNKED = """
			HTTP/1.1 200 OK\r
			Api-Version: 1.41\r
			Transfer-Encoding: chunked\r
			\r
			3\r
			[1,\r
			a;name=value\r
			2,3,4,5,6]\r
			0\r
			Trailer: x\r
			\r
			""";

	private final HttpAnswer answer = new HttpAnswer();

	@Test
	void takesABodyOfGivenLength() throws MalformedAnswerException {
		feed("HTTP/1.1 200 OK\r\ncontent-length:  4\r\nAPI-VERSION: 1.47 \r\n\r\n[ 7]and more");
		assertThat(this.answer.isComplete()).isTrue();
		assertThat(this.answer.status()).isEqualTo(200);
		assertThat(this.answer.apiVersion()).isEqualTo("1.47");
		assertThat(this.answer).hasToString("[ 7]");
	}

	@Test
	void takesChunksHoweverTheyArrive() throws MalformedAnswerException {
		for (int pieces = 1; pieces < 40; pieces++) {
			this.answer.reset();
			byte[] bytes = CHUNKED.getBytes(StandardCharsets.US_ASCII);
			for (int from = 0; from < bytes.length; from += pieces) {
				assertThat(this.answer.isComplete()).isFalse();
				this.answer.feed(ByteBuffer.wrap(bytes, from, Math.min(pieces, bytes.length - from)));
			}
			assertThat(this.answer.isComplete()).isTrue();
			assertThat(this.answer).hasToString("[1,2,3,4,5,6]");
		}
	}

	@Test
	void takesWhatComesUpToTheEndOfTheConnection() throws MalformedAnswerException {
		feed("HTTP/1.0 404 Not Found\r\n\r\n{\"message\":\"no such container\"}");
		assertThat(this.answer.isComplete()).isFalse();
		this.answer.end();
		assertThat(this.answer.isComplete()).isTrue();
		assertThat(this.answer.status()).isEqualTo(404);
		assertThat(this.answer).hasToString("{\"message\":\"no such container\"}");
	}

	@Test
	void passesOverWhatOnlyInforms() throws MalformedAnswerException {
		feed("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n");
		assertThat(this.answer.isComplete()).isTrue();
		assertThat(this.answer.status()).isEqualTo(204);
	}

	@Test
	void isUsedAgain() throws MalformedAnswerException {
		feed("HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nContent-Length: 3\r\n\r\nabc");
		this.answer.reset();
		feed("HTTP/1.1 500 Oops\r\nContent-Length: 1\r\n\r\nx");
		assertThat(this.answer.status()).isEqualTo(500);
		assertThat(this.answer.apiVersion()).isNull();
		assertThat(this.answer).hasToString("x");
	}

	@Test
	void refusesWhatIsNoHttp() {
		assertRefused("SSH-2.0-OpenSSH\r\n", "no HTTP");
		assertRefused("HTTP/1.1 OK\r\n", "no HTTP");
		assertRefused("x".repeat(20_000), "the head is longer");
		assertRefused("HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(5_000), "the head is longer");
		assertRefused("HTTP/1.1 200 OK\r\nContent-Length: 5000000\r\n\r\n", "of that length");
		assertRefused("HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n", "of that length");
		assertRefused("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "no size of a chunk");
		assertRefused("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n", "no size of a chunk");
		assertRefused("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n", "a chunk does not end");
	}

	@Test
	void refusesWhatIsTooLong() {
		String piece = "x".repeat(1 << 20);
		assertRefused("HTTP/1.1 200 OK\r\n\r\n" + piece.repeat(5), "longer than 4194304 bytes");
		String chunk = "100000\r\n" + piece + "\r\n";
		assertRefused("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk.repeat(5),
				"longer than 4194304 bytes");
	}

	@Test
	void refusesHalfAnAnswer() {
		for (int length = 0; length < CHUNKED.length() - 1; length++) {
			this.answer.reset();
			String half = CHUNKED.substring(0, length);
			assertThatExceptionOfType(MalformedAnswerException.class).isThrownBy(() -> {
				feed(half);
				this.answer.end();
			}).withMessageContaining("ended before the answer did");
		}
	}

	@Test
	void toleratesAnyAnswer() {
		Mutations mutations = Mutations.of(getClass());
		Random random = mutations.random();
		for (int round = Mutations.rounds(20_000); round > 0; round--) {
			byte[] mutated = mutations.next(CHUNKED.getBytes(StandardCharsets.US_ASCII));
			this.answer.reset();
			try {
				for (int from = 0; from < mutated.length;) {
					int count = Math.min(1 + random.nextInt(40), mutated.length - from);
					this.answer.feed(ByteBuffer.wrap(mutated, from, count));
					from += count;
				}
				this.answer.end();
				assertThat(this.answer.status()).as("%s", mutations).isBetween(200, 999);
				assertThat(this.answer.toString().length()).isLessThanOrEqualTo(mutated.length);
			}
			catch (MalformedAnswerException ex) {
				assertThat(ex).as("%s", mutations).hasMessageMatching("(?s).+");
			}
		}
	}

	private void assertRefused(String text, String message) {
		this.answer.reset();
		assertThatExceptionOfType(MalformedAnswerException.class).isThrownBy(() -> feed(text))
			.withMessageContaining(message);
	}

	private void feed(String text) throws MalformedAnswerException {
		if (this.answer.status() == 0) {
			this.answer.reset();
		}
		this.answer.feed(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
	}

}
