package dev.emp.metrics.export;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Tells destinations apart: a hash of the receiver's address and of the dataset or tenant
 * that headers name. Users, passwords, headers with tokens and parameters with keys are
 * not part of it, since they may be replaced, and it stands in the names of directories.
 * A token in the path is: the path is all that tells accounts apart there.
 */
final class DestinationId {

	/** Of what is no address of a receiver, so that nobody can have been meant. */
	static final String NONE = "";

	/** Digits of the hash. */
	static final int LENGTH = 16;

	private static final Pattern SECRET = Pattern
		.compile("(?i)[^=]*(key|code|token|secret|pass|pwd|auth|credential|sig)[^=]*(=.*)?");

	private static final Pattern TENANT = Pattern.compile("(?i).*(dataset|tenant|org[-_]?id).*");

	/** What a header can have. */
	private static final Pattern SENDABLE = Pattern.compile("[\\t\\x20-\\x7e]*");

	private static final int HIGHEST_PORT = 65_535;

	private static final Map<String, Integer> PORTS = Map.of("http", 80, "https", 443);

	private DestinationId() {
	}

	/**
	 * The identity of a destination.
	 * @param address the address of the receiver
	 * @param headers the headers that go there, by their names
	 * @return hexadecimal digits, or {@link #NONE}
	 */
	static String of(String address, Map<String, String> headers) {
		OtlpUrl url = OtlpUrl.of(address);
		URI uri = url.uri();
		Map<String, String> tenant = tenant(headers);
		boolean isSendable = tenant.values().stream().allMatch((value) -> SENDABLE.matcher(value).matches());
		if (uri == null || !url.isHttp() || uri.getPort() > HIGHEST_PORT || !isSendable) {
			return NONE;
		}
		return hash(place(uri) + tenant);
	}

	private static String place(URI uri) {
		String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
		int port = (uri.getPort() >= 0) ? uri.getPort() : PORTS.getOrDefault(scheme, 0);
		String query = (uri.getRawQuery() != null) ? uri.getRawQuery() : "";
		return scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + ":" + port + uri.getRawPath()
				+ Arrays.stream(query.split("&", -1))
					.filter((parameter) -> parameter.contains("=") && !SECRET.matcher(parameter).matches())
					.collect(Collectors.joining("&", "?", ""));
	}

	private static Map<String, String> tenant(Map<String, String> headers) {
		Map<String, String> tenant = new TreeMap<>();
		headers.forEach((name, value) -> {
			if (TENANT.matcher(name).matches() && !SECRET.matcher(name).matches()) {
				tenant.put(name.toLowerCase(Locale.ROOT), value);
			}
		});
		return tenant;
	}

	private static String hash(String text) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
			return HexFormat.of().formatHex(digest, 0, LENGTH / 2);
		}
		catch (NoSuchAlgorithmException ex) {
			// each Java has it
			throw new IllegalStateException(ex);
		}
	}

}
