package dev.emp.metrics.container;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * One GET, of which there is nothing else, and its answer, on a connection of its own.
 * Not safe for use by several threads.
 */
final class HttpExchange {

	private static final int NOTHING = 0;

	private final String path;

	private final Handler handler;

	private final ByteBuffer request;

	private @Nullable SocketChannel channel;

	/** From the first byte on. */
	private @Nullable HttpAnswer answer;

	private boolean ended;

	private @Nullable IOException failure;

	/**
	 * Prepare a request.
	 * @param path what to get
	 * @param host what to write as the host
	 * @param handler takes the answer
	 */
	HttpExchange(String path, String host, Handler handler) {
		this.path = path;
		this.handler = handler;
		String head = "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
		this.request = ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII));
	}

	/**
	 * Connect, without waiting for it.
	 * @param endpoint where the request goes
	 * @param address its address
	 * @param selector tells when to go on
	 * @return whether that was possible; if not, there are too many connections that
	 * nobody has accepted yet
	 */
	boolean open(DockerEndpoint endpoint, SocketAddress address, Selector selector) {
		this.failure = null;
		try {
			SocketChannel opened = endpoint.open();
			this.channel = opened;
			opened.configureBlocking(false);
			int next = opened.connect(address) ? SelectionKey.OP_WRITE : SelectionKey.OP_CONNECT;
			opened.register(selector, next, this);
		}
		catch (IOException | RuntimeException ex) {
			fail(endpoint.unreachable((ex instanceof IOException io) ? io : new IOException(ex)));
			this.ended = !endpoint.isBusy(ex);
			return this.ended;
		}
		return true;
	}

	/**
	 * Go on.
	 * @param key says what is possible
	 * @param endpoint where the request goes
	 * @param buffers what is lent to exchanges
	 */
	void ready(SelectionKey key, DockerEndpoint endpoint, HttpBuffers buffers) {
		try {
			SocketChannel open = (SocketChannel) key.channel();
			if (key.isConnectable()) {
				connected(open, endpoint);
			}
			key.interestOps(key.isReadable() ? read(open, buffers) : write(open));
		}
		catch (IOException ex) {
			fail(ex);
		}
		catch (RuntimeException ex) {
			fail(new IOException(ex));
		}
		if (this.ended) {
			giveBack(buffers);
		}
	}

	private static void connected(SocketChannel open, DockerEndpoint endpoint) throws IOException {
		try {
			open.finishConnect();
		}
		catch (IOException ex) {
			throw endpoint.unreachable(ex);
		}
	}

	private int write(SocketChannel open) throws IOException {
		open.write(this.request);
		return this.request.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ;
	}

	private int read(SocketChannel open, HttpBuffers buffers) throws IOException {
		ByteBuffer input = buffers.input();
		int count = open.read(input);
		HttpAnswer current = this.answer;
		if (current == null) {
			current = buffers.answer();
			this.answer = current;
		}
		if (count < 0) {
			current.end();
		}
		else {
			current.feed(input.flip());
		}
		if (!current.isComplete()) {
			return SelectionKey.OP_READ;
		}
		this.ended = true;
		this.handler.answered(current);
		return NOTHING;
	}

	private void giveBack(HttpBuffers buffers) {
		HttpAnswer current = this.answer;
		this.answer = null;
		if (current != null) {
			buffers.giveBack(current);
		}
		close();
	}

	void fail(IOException ex) {
		this.ended = true;
		this.failure = ex;
		close();
	}

	private void close() {
		try {
			if (this.channel != null) {
				this.channel.close();
			}
		}
		catch (IOException ex) {
			// the answer is there, or the failure is known
		}
	}

	boolean hasEnded() {
		return this.ended;
	}

	@Nullable IOException failure() {
		return this.failure;
	}

	@Override
	public String toString() {
		return "GET " + this.path;
	}

	/**
	 * Takes an answer while it is there.
	 */
	interface Handler {

		/**
		 * Take an answer.
		 * @param answer the answer, valid until this returns
		 * @throws IOException if it is not what was asked for
		 */
		void answered(HttpAnswer answer) throws IOException;

	}

}
