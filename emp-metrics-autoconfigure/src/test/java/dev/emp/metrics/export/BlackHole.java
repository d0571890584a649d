package dev.emp.metrics.export;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/**
 * A port that answers no attempt to connect, as behind a firewall that drops packets.
 */
final class BlackHole extends ServerSocket {

	/** More than the shortest queue of a kernel takes. */
	private static final int MANY = 64;

	private final List<Socket> waiting = new ArrayList<>();

	private BlackHole() throws IOException {
		super(0, 1, InetAddress.getLoopbackAddress());
	}

	static BlackHole open() throws IOException {
		BlackHole hole = new BlackHole();
		for (int i = 0; i < MANY; i++) {
			Socket socket = new Socket();
			hole.waiting.add(socket);
			try {
				socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), hole.getLocalPort()), 300);
			}
			catch (SocketTimeoutException ex) {
				return hole;
			}
		}
		throw new IllegalStateException("The queue of connections has no end");
	}

	@Override
	public void close() throws IOException {
		for (Socket socket : this.waiting) {
			socket.close();
		}
		super.close();
	}

}
