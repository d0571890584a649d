package dev.emp.metrics.http;

import java.net.SocketException;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.emp.metrics.TypeNames;

/**
 * Knows by which exceptions servers say that a client is gone. The exceptions of clients
 * are not among them: a server that the application itself calls may be gone as well.
 */
final class GoneClient {

	private static final Set<String> TYPES = Set.of("org.apache.catalina.connector.ClientAbortException",
			"org.eclipse.jetty.io.EofException");

	private static final Set<String> READ_TYPES = Set.of("io.netty.channel.unix.Errors$NativeIoException",
			"reactor.netty.channel.AbortedException");

	private static final int MAX_DEPTH = 20;

	private GoneClient() {
	}

	static boolean isToldBy(@Nullable Throwable ex) {
		Throwable current = ex;
		for (int i = 0; current != null && i < MAX_DEPTH; i++) {
			if (TypeNames.isAny(TYPES, current)) {
				return true;
			}
			current = current.getCause();
		}
		return false;
	}

	/**
	 * Whether the body of a request could not be read, on which Netty makes no exception
	 * of its own.
	 * @param ex the failure of a request with a body, or null
	 * @return whether it is that of a connection
	 */
	static boolean isReadFrom(@Nullable Throwable ex) {
		return ex != null && (TypeNames.isAny(READ_TYPES, ex) || ex.getClass() == SocketException.class);
	}

}
