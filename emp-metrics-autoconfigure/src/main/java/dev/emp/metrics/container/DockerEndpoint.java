package dev.emp.metrics.container;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import dev.emp.metrics.InvalidSettingException;
import dev.emp.metrics.support.LocalPaths;

/**
 * Where a Docker Engine answers.
 *
 * @param text the address as it was written
 * @param socket the path of the UNIX domain socket, or null
 * @param host the host, where there is no such socket
 * @param port the port of the host
 */
record DockerEndpoint(String text, @Nullable String socket, String host, int port) {

	private static final String PROPERTY = "The property emp.metrics.container.docker.endpoint";

	private static final String REMEDY = "Set it to unix:///var/run/docker.sock, to the path of another UNIX domain "
			+ "socket, or to http://host:port of a proxy.";

	private static final int MOST_PORTS = 65_535;

	/** What the kernel has room for. */
	private static final int LONGEST_PATH = 107;

	static DockerEndpoint of(String text) {
		// before anything is said of it, also where it is no address
		if (!text.strip().startsWith("unix:") && text.contains("@")) {
			throw new InvalidSettingException(PROPERTY, "with a user", "has credentials, which are not sent", REMEDY);
		}
		URI uri = parse(text.strip());
		check(text, uri.getRawQuery() == null && uri.getRawFragment() == null,
				"has a query or a fragment, which is not sent");
		String path = (uri.getPath() != null) ? uri.getPath() : "";
		if ("unix".equals(uri.getScheme())) {
			check(text, uri.getAuthority() == null && path.length() > 1,
					"does not name a socket by its absolute path, with three slashes");
			check(text, path.getBytes(StandardCharsets.UTF_8).length <= LONGEST_PATH,
					"is longer than the path of a socket may be, " + LONGEST_PATH + " bytes");
			return new DockerEndpoint(text.strip(), path, "localhost", 0);
		}
		check(text, "http".equals(uri.getScheme()), "begins neither with unix:// nor with http://");
		check(text, uri.getRawAuthority() == null || !uri.getRawAuthority().contains("_"),
				"names a host with an underscore, which no host may have: give the service an alias");
		check(text, uri.getHost() != null && uri.getPort() > 0 && uri.getPort() <= MOST_PORTS,
				"does not name a host and a port from 1 to " + MOST_PORTS);
		check(text, path.isEmpty() || path.equals("/"), "has a path, which is not sent");
		return new DockerEndpoint(text.strip(), null, uri.getHost(), uri.getPort());
	}

	private static URI parse(String text) {
		try {
			return URI.create(text);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidSettingException(PROPERTY, text, "is no address", REMEDY);
		}
	}

	private static void check(String text, boolean valid, String reason) {
		if (!valid) {
			throw new InvalidSettingException(PROPERTY, text, reason, REMEDY);
		}
	}

	/**
	 * What a request names as its host.
	 * @return the host and its port; of a socket, which has none, what curl says
	 */
	String authority() {
		return (this.socket != null) ? this.host : this.host + ":" + this.port;
	}

	/**
	 * Look up the address, which of a host may have changed.
	 * @return the address
	 * @throws UnknownHostException if no name service knows the host
	 */
	SocketAddress address() throws UnknownHostException {
		if (this.socket != null) {
			return UnixDomainSocketAddress.of(LocalPaths.of(this.socket));
		}
		InetSocketAddress address = new InetSocketAddress(this.host, this.port);
		if (address.isUnresolved()) {
			throw new UnknownHostException(this.host);
		}
		return address;
	}

	SocketChannel open() throws IOException {
		return (this.socket != null) ? SocketChannel.open(StandardProtocolFamily.UNIX) : SocketChannel.open();
	}

	/**
	 * Why it could not be reached, and what to do.
	 * @param ex the failure, as the operating system said it
	 * @return the failure with a remedy
	 */
	DockerException unreachable(IOException ex) {
		String reason = String.valueOf(ex.getMessage());
		return new DockerException("no Docker Engine at " + this.text + ": " + reason + ". " + remedy(reason), ex);
	}

	private String remedy(String reason) {
		if (reason.contains("Permission denied")) {
			return "Let this user use the socket (mostly by the group docker), or set "
					+ "emp.metrics.container.docker.endpoint to a proxy";
		}
		if (reason.contains("No such file")) {
			return "Mount the socket, or set emp.metrics.container.docker.endpoint to where it is";
		}
		return "Start it, set emp.metrics.container.docker.endpoint to where it is, or set "
				+ "emp.metrics.container.docker.enabled=false";
	}

	/**
	 * Whether the socket is there and used, but takes no more at the moment. A missing
	 * right or listener has an exception of its own, and the message is in the language
	 * of the user.
	 * @param ex why it could not be connected
	 * @return whether to try again
	 */
	boolean isBusy(Exception ex) {
		return ex.getClass() == SocketException.class && this.socket != null && Files.exists(Path.of(this.socket));
	}

	@Override
	public String toString() {
		return this.text;
	}

}
