package dev.emp.metrics.container;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What is lent to exchanges, so that rounds do not allocate it again: since most answers
 * arrive in one piece, a few serve many exchanges. Not safe for use by several threads.
 */
final class HttpBuffers {

	private static final int INPUT_SIZE = 16 << 10;

	/** More are needed only where many answers arrive in pieces, and are not kept. */
	private static final int KEPT = 8;

	private final ByteBuffer input = ByteBuffer.allocateDirect(INPUT_SIZE);

	private final Deque<HttpAnswer> answers = new ArrayDeque<>();

	/**
	 * What is read into.
	 * @return an empty buffer, valid until the next call
	 */
	ByteBuffer input() {
		return this.input.clear();
	}

	HttpAnswer answer() {
		HttpAnswer kept = this.answers.poll();
		HttpAnswer answer = (kept != null) ? kept : new HttpAnswer();
		answer.reset();
		return answer;
	}

	void giveBack(HttpAnswer answer) {
		if (this.answers.size() < KEPT) {
			this.answers.push(answer);
		}
	}

}
