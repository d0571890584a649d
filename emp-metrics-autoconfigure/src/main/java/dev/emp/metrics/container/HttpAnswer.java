package dev.emp.metrics.container;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import dev.emp.metrics.support.BoundedTags;

/**
 * One answer of HTTP/1.1, taken apart as it arrives: as long as it says, in chunks, or to
 * the end of the connection. Can be used for one after the other. Not safe for use by
 * several threads.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112">RFC 9112</a>
 */
final class HttpAnswer {

	/** Longer bodies are refused: what 5,000 containers are listed in. */
	static final int BODY_LIMIT = 4 << 20;

	/** Longer lines, and more of them, are refused. */
	private static final int HEADER_LIMIT = 16 << 10;

	private static final int FIRST_SIZE = 8 << 10;

	private enum State {

		STATUS, HEADER, BODY, CHUNK_SIZE, CHUNK, CHUNK_END, TRAILER, COMPLETE

	}

	private final HttpLine line = new HttpLine(HEADER_LIMIT);

	private byte[] body = new byte[FIRST_SIZE];

	private int length;

	private State state = State.STATUS;

	private int status;

	/** What is still to come of the body or of the chunk; -1 is up to the end. */
	private long remaining;

	private boolean chunked;

	private @Nullable String apiVersion;

	/**
	 * Begin a new answer.
	 */
	void reset() {
		this.line.reset();
		this.length = 0;
		this.state = State.STATUS;
		this.status = 0;
		this.remaining = -1;
		this.chunked = false;
		this.apiVersion = null;
		if (this.body.length > 8 * FIRST_SIZE) {
			this.body = new byte[FIRST_SIZE];
		}
	}

	/**
	 * Take what has arrived.
	 * @param input the bytes, of which none is left
	 * @throws MalformedAnswerException if they are no answer, or too many
	 */
	void feed(ByteBuffer input) throws MalformedAnswerException {
		while (input.hasRemaining() && !isComplete()) {
			if (this.state == State.BODY || this.state == State.CHUNK) {
				take(input);
			}
			else if (this.line.feed(input)) {
				lineEnded();
				this.line.clear();
			}
		}
		input.position(input.limit());
	}

	/**
	 * Take that the connection has ended.
	 * @throws MalformedAnswerException if the answer has not
	 */
	void end() throws MalformedAnswerException {
		boolean upToEnd = this.state == State.BODY && this.remaining < 0;
		if (!isComplete() && !upToEnd) {
			throw new MalformedAnswerException(
					"the connection ended before the answer did. Look at the engine, or the proxy before it");
		}
		this.state = State.COMPLETE;
	}

	boolean isComplete() {
		return this.state == State.COMPLETE;
	}

	private void take(ByteBuffer input) throws MalformedAnswerException {
		int count = (int) Math.min(input.remaining(), (this.remaining < 0) ? Integer.MAX_VALUE : this.remaining);
		if (this.length + count > BODY_LIMIT) {
			throw new MalformedAnswerException("the answer is longer than " + BODY_LIMIT + " bytes");
		}
		if (this.length + count > this.body.length) {
			int doubled = Math.max(2 * this.body.length, this.length + count);
			this.body = Arrays.copyOf(this.body, Math.min(doubled, BODY_LIMIT));
		}
		input.get(this.body, this.length, count);
		this.length += count;
		if (this.remaining >= 0) {
			this.remaining -= count;
			if (this.remaining == 0) {
				this.state = (this.state == State.CHUNK) ? State.CHUNK_END : State.COMPLETE;
			}
		}
	}

	private void lineEnded() throws MalformedAnswerException {
		switch (this.state) {
			case STATUS -> statusLine();
			case HEADER -> header();
			case CHUNK_SIZE -> chunk();
			case CHUNK_END -> chunkEnded();
			default -> trailer();
		}
	}

	private void statusLine() throws MalformedAnswerException {
		long code = this.line.startsWith("http/1.") ? this.line.number("http/1.1 ".length(), 10) : -1;
		if (code < 100 || code > 999) {
			malformed("no HTTP: is it a Docker Engine?");
		}
		this.status = (int) code;
		this.state = State.HEADER;
	}

	private void header() throws MalformedAnswerException {
		if (this.line.isEmpty()) {
			headersEnded();
		}
		else if (this.line.startsWith("content-length:")) {
			this.remaining = this.line.number("content-length:".length(), 10);
			if (this.remaining < 0 || this.remaining > BODY_LIMIT) {
				malformed("an answer of that length is not taken: " + BoundedTags.text(this.line.toString()));
			}
		}
		else if (this.line.startsWith("transfer-encoding:")) {
			this.chunked = this.line.toString().toLowerCase(Locale.ROOT).endsWith("chunked");
		}
		else if (this.line.startsWith("api-version:")) {
			this.apiVersion = this.line.toString().substring("api-version:".length()).strip();
		}
	}

	private void headersEnded() {
		boolean informs = this.status < 200;
		if (informs) {
			this.state = State.STATUS;
		}
		else if (this.chunked) {
			this.state = State.CHUNK_SIZE;
		}
		else {
			boolean none = this.remaining == 0 || this.status == 204 || this.status == 304;
			this.state = none ? State.COMPLETE : State.BODY;
		}
	}

	private void chunk() throws MalformedAnswerException {
		long size = this.line.number(0, 16);
		if (size < 0 || size > BODY_LIMIT) {
			malformed("no size of a chunk: " + BoundedTags.text(this.line.toString()));
		}
		this.remaining = size;
		this.state = (size == 0) ? State.TRAILER : State.CHUNK;
	}

	private void chunkEnded() throws MalformedAnswerException {
		if (!this.line.isEmpty()) {
			malformed("a chunk does not end where it should");
		}
		this.state = State.CHUNK_SIZE;
	}

	private void trailer() {
		if (this.line.isEmpty()) {
			this.state = State.COMPLETE;
		}
	}

	private static void malformed(String reason) throws MalformedAnswerException {
		throw new MalformedAnswerException(reason);
	}

	int status() {
		return this.status;
	}

	@Nullable String apiVersion() {
		return this.apiVersion;
	}

	/**
	 * The body as JSON.
	 * @return a cursor, valid until the next answer
	 */
	JsonCursor json() {
		return new JsonCursor(this.body, this.length);
	}

	@Override
	public String toString() {
		return new String(this.body, 0, Math.min(this.length, 200), StandardCharsets.UTF_8);
	}

}
