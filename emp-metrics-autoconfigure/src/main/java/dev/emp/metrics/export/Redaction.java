package dev.emp.metrics.export;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Shows the beginning of what a receiver says without the secrets that it was told.
 */
final class Redaction {

	private static final int LONGEST_EXCERPT = 200;

	/** More than an excerpt needs, and little enough for each failure. */
	private static final int LONGEST_TEXT = 8192;

	/** Shorter ones would be found by chance in each text. */
	private static final int SHORTEST_SECRET = 3;

	/** What is shorter is not shown in part. */
	private static final int LONG_SECRET = 20;

	/** As many characters as no other text has by chance. */
	private static final int TELLING = 10;

	private static final String AROUND = "[\\w+/=.~%-]{0,64}";

	/** Of JSON, as Gson and Go write what HTML has as well. */
	private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9a-fA-F]{4})");

	private static final Pattern SCHEME = Pattern.compile("(?i)bearer|basic|digest|token|api-?(token|key)");

	private static final Pattern REVEALING = Pattern
		.compile("(?i)(authorization|bearer\\s|basic\\s+[a-z0-9+/=]{6}|api[-_ ]?key|cookie|secret|passw(or)?d"
				+ "|token[\"']?\\s*[:=]).*");

	private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}\\p{Z}\\s\ufffd]+");

	private final Pattern secrets;

	private final int longestSecret;

	/**
	 * Know what must not be shown.
	 * @param headers what a request has, except what each request has
	 * @param address where it goes
	 */
	Redaction(Map<String, String> headers, String address) {
		Set<String> forms = Stream.concat(headers.values().stream().flatMap(Redaction::parts), partsOfAddress(address))
			.filter((secret) -> secret.length() >= SHORTEST_SECRET)
			.flatMap(Redaction::forms)
			.collect(Collectors.toSet());
		this.longestSecret = forms.stream().mapToInt(String::length).max().orElse(0);
		// the longest first, since one may begin with another
		List<String> longestFirst = forms.stream().sorted(Comparator.comparingInt(String::length).reversed()).toList();
		this.secrets = Pattern.compile(
				Stream.concat(longestFirst.stream().map(Pattern::quote), longestFirst.stream().flatMap(Redaction::ends))
					.collect(Collectors.joining("|", "(?iu)", forms.isEmpty() ? "(?!)" : "")));
	}

	String excerpt(byte[] body) {
		int length = Math.min(body.length, LONGEST_TEXT);
		String text = hide(new String(body, 0, length, StandardCharsets.UTF_8));
		if (length < body.length || length == LONGEST_TEXT) {
			// a secret that was cut off is not found
			text = text.substring(0, Math.max(0, text.length() - this.longestSecret));
		}
		return shorten(text);
	}

	String excerpt(String text) {
		return excerpt(text.getBytes(StandardCharsets.UTF_8));
	}

	private String hide(String text) {
		String plain = ESCAPE.matcher(text)
			.replaceAll(
					(escape) -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(escape.group(1), 16))));
		return this.secrets.matcher(plain)
			.replaceAll(PathSecrets.HIDDEN)
			.replace(PathSecrets.HIDDEN + PathSecrets.HIDDEN, PathSecrets.HIDDEN);
	}

	/**
	 * A receiver may show the beginning or the end of a long one.
	 * @param form what to hide
	 * @return what hides that
	 */
	private static Stream<String> ends(String form) {
		return (form.length() < LONG_SECRET) ? Stream.empty()
				: Stream.of(Pattern.quote(form.substring(0, TELLING)) + AROUND,
						AROUND + Pattern.quote(form.substring(form.length() - TELLING)));
	}

	private static String shorten(String text) {
		String line = UNPRINTABLE.matcher(text).replaceAll(" ").trim();
		String safe = REVEALING.matcher(line).replaceFirst("$1 " + PathSecrets.HIDDEN);
		return (safe.length() > LONGEST_EXCERPT) ? safe.substring(0, LONGEST_EXCERPT) + "..." : safe;
	}

	/**
	 * A token is as secret without its scheme or its name as it is with them.
	 * @param value the value of a header
	 * @return the value and what it consists of
	 */
	static Stream<String> parts(String value) {
		Set<String> parts = new LinkedHashSet<>(Set.of(value.trim()));
		String[] words = value.trim().split("[\\s,;]+", -1);
		for (int i = 0; i < words.length; i++) {
			if (i > 0 && words[i - 1].equalsIgnoreCase("basic")) {
				parts.addAll(decoded(words[i]));
			}
			if (!SCHEME.matcher(words[i]).matches()) {
				parts.add(words[i]);
				parts.add(words[i].substring(words[i].indexOf('=') + 1));
				parts.add(words[i].replaceAll("=+$", ""));
			}
		}
		int scheme = value.trim().indexOf(' ');
		parts.add(value.trim().substring(scheme + 1).trim());
		return parts.stream();
	}

	private static Set<String> decoded(String basic) {
		try {
			String user = new String(Base64.getDecoder().decode(basic), StandardCharsets.UTF_8);
			return Set.of(user, user.substring(user.indexOf(':') + 1));
		}
		catch (IllegalArgumentException ex) {
			return Set.of();
		}
	}

	/**
	 * What is secret in an address.
	 * @param address the address
	 * @return the user, the query and what looks like a secret in the path, as a whole
	 * and in parts
	 */
	static Stream<String> partsOfAddress(String address) {
		OtlpUrl url = OtlpUrl.of(address);
		URI uri = url.uri();
		if (uri == null) {
			return Stream.empty();
		}
		return Stream.concat(PathSecrets.in(url.path()), Stream
			.of(uri.getRawUserInfo(), uri.getUserInfo(), uri.getRawQuery(), uri.getQuery(), uri.getRawFragment())
			.filter((part) -> part != null)
			.flatMap((part) -> Stream.concat(Stream.of(part), Stream.of(part.split("[:&]", -1))))
			.flatMap((part) -> Stream.of(part, part.substring(part.indexOf('=') + 1))));
	}

	private static Stream<String> forms(String secret) {
		String encoded = URLEncoder.encode(secret, StandardCharsets.UTF_8);
		String json = secret.replace("\\", "\\\\").replace("\"", "\\\"");
		String html = secret.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
		String base64 = Base64.getEncoder().withoutPadding().encodeToString(secret.getBytes(StandardCharsets.UTF_8));
		return Stream.of(secret, base64, encoded.replace("+", "%20"), json, json.replace("/", "\\/"), html,
				html.replace("'", "&#39;"), withoutPercents(secret));
	}

	private static String withoutPercents(String secret) {
		try {
			return URLDecoder.decode(secret, StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			return secret;
		}
	}

}
