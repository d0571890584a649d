package dev.emp.metrics.export;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * An address as the user wrote it, which need not be one.
 *
 * @param text the text
 * @param uri the address, or null where the text is none
 * @param hidesPath whether nobody may see any of its path
 */
record OtlpUrl(String text, @Nullable URI uri, boolean hidesPath) {

	private static final int GRPC_PORT = 4317;

	private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[(::|(0+:){7}0*)1]");

	/**
	 * A password may have a slash in it, so that all before the last at sign is hidden.
	 */
	private static final Pattern USER = Pattern.compile("(?is)^(https?://)?.*@");

	private static final Pattern QUERY = Pattern.compile("(?s)[?#].*");

	/**
	 * Either a query with an at sign, or a password with a question mark: nobody knows.
	 */
	private static final Pattern UNCLEAR = Pattern.compile("(?is)^(https?://)?[^?#]*[?#].*@.*");

	static OtlpUrl of(String text) {
		return of(text, false);
	}

	static OtlpUrl of(String text, boolean hidesPath) {
		try {
			return new OtlpUrl(text, new URI(text), hidesPath);
		}
		catch (URISyntaxException ex) {
			return new OtlpUrl(text, null, hidesPath);
		}
	}

	boolean isHttp() {
		return this.uri != null && this.uri.getHost() != null && Set.of("http", "https").contains(scheme(this.uri));
	}

	boolean isGrpc() {
		return isHttp() && this.uri != null && this.uri.getPort() == GRPC_PORT;
	}

	boolean isDash0() {
		return this.uri != null && isHttp() && this.uri.getHost().toLowerCase(Locale.ROOT).endsWith(".dash0.com");
	}

	/**
	 * Whether others on the network can read what is sent there.
	 * @return whether it is plain HTTP to another machine
	 */
	boolean isExposed() {
		return this.uri != null && isHttp() && scheme(this.uri).equals("http")
				&& !LOOPBACK.matcher(this.uri.getHost().toLowerCase(Locale.ROOT)).matches();
	}

	String path() {
		return (this.uri != null && this.uri.getRawPath() != null) ? this.uri.getRawPath() : "";
	}

	boolean hasUserInfo() {
		return this.uri != null && this.uri.getRawUserInfo() != null;
	}

	boolean hasSecrets() {
		return !shown().equals(this.text);
	}

	/**
	 * The address for logs and messages.
	 * @return the text without user, password, query and fragment, and without what looks
	 * like a secret in its path
	 */
	String shown() {
		return PathSecrets.hidden(withoutUserAndQuery(), this.hidesPath);
	}

	private String withoutUserAndQuery() {
		String clear = UNCLEAR.matcher(this.text).replaceFirst("$1" + PathSecrets.HIDDEN);
		return USER.matcher(QUERY.matcher(clear).replaceFirst("")).replaceFirst("$1");
	}

	/**
	 * The same host as an address that takes OTLP over HTTP.
	 * @param port the port with a colon, or nothing
	 * @return the address
	 */
	String withPort(String port) {
		return (this.uri != null) ? scheme(this.uri) + "://" + this.uri.getHost() + port + "/v1/metrics" : this.text;
	}

	private static String scheme(URI uri) {
		return (uri.getScheme() != null) ? uri.getScheme().toLowerCase(Locale.ROOT) : "";
	}

}
