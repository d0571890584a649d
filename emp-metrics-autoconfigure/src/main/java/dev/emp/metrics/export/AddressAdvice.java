package dev.emp.metrics.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Checks an address that a user has set, and says which address to write instead.
 */
final class AddressAdvice {

	private static final String FOR_ALL_SIGNALS = "OTEL_EXPORTER_OTLP_ENDPOINT";

	private static final String PATH = "/v1/metrics";

	private static final String GRPC = ":4317";

	private static final Pattern AROUND = Pattern.compile("^[\\s\"'`<]+|[\\s\"'`>]+$");

	private static final Pattern SCHEME = Pattern.compile("^(?:([a-zA-Z][a-zA-Z0-9+.-]*)://|(?:https?:)?/*)(.*)$",
			Pattern.DOTALL);

	private static final Pattern PARTS = Pattern.compile("^([^/]*?)(:\\d*)?(/.*)?$", Pattern.DOTALL);

	private static final Pattern OTHER_SIGNAL = Pattern.compile("/v1/(traces|logs)/*$");

	private static final Pattern NOT_FOR_DATA = Pattern.compile("(?i)(app|api\\..+|api)\\.dash0\\.com");

	private static final String INGRESS = "https://ingress.eu-west-1.aws.dash0.com";

	private static final int MOST = 65_535;

	private final List<String> faults = new ArrayList<>();

	private final String setting;

	private final boolean forAll;

	private final boolean hidesPath;

	private AddressAdvice(String setting, boolean forAll, boolean hidesPath) {
		this.setting = setting;
		this.forAll = forAll;
		this.hidesPath = hidesPath;
	}

	/**
	 * Look at an address.
	 * @param setting the setting that has it
	 * @param url the address that is in force
	 * @param hidesPath whether to show nothing of the path
	 * @return what to change, or null if the address can be one
	 */
	static @Nullable String of(String setting, String url, boolean hidesPath) {
		return new AddressAdvice(setting, setting.equals(FOR_ALL_SIGNALS), hidesPath).look(url);
	}

	/**
	 * Look at the address of Dash0's settings, to which the path is added.
	 * @param setting the setting that has it
	 * @param url the address that is in force
	 * @param hidesPath whether to show nothing of the path
	 * @return what to change, or null if the address can be one
	 */
	static @Nullable String ofDash0(String setting, String url, boolean hidesPath) {
		return new AddressAdvice(setting, true, hidesPath).look(url);
	}

	/**
	 * The address of Dash0 over HTTP beside one for gRPC.
	 * @param grpc the address for gRPC, with or without a scheme
	 * @return the address to write
	 */
	static String dash0(String grpc) {
		Matcher scheme = matcher(SCHEME, AROUND.matcher(OtlpUrl.of(grpc).shown()).replaceAll(""));
		return "https://" + matcher(PARTS, scheme.group(2)).group(1) + PATH;
	}

	private @Nullable String look(String url) {
		String written = (this.forAll && url.endsWith(PATH)) ? url.substring(0, url.length() - PATH.length()) : url;
		String shown = OtlpUrl.of(written).shown();
		String clean = AROUND.matcher(shown).replaceAll("");
		fault(!clean.equals(shown), "has spaces or quotes around it");
		fault(clean.contains("${"), "has a reference in it that nothing resolves");
		Matcher scheme = matcher(SCHEME, clean);
		Matcher parts = matcher(PARTS, scheme.group(2));
		String host = parts.group(1);
		boolean isDash0 = host.toLowerCase(Locale.ROOT).endsWith(".dash0.com");
		String address = scheme(scheme.group(1), isDash0) + host + port(parts.group(2), isDash0)
				+ path((parts.group(3) != null) ? parts.group(3) : "");
		fault(host.contains("_"), "has an underscore in its host, which is not valid in a host name");
		boolean takesNothing = NOT_FOR_DATA.matcher(host).matches();
		fault(takesNothing, "is an address of Dash0's user interface or API, which take no metrics");
		fault(this.faults.isEmpty() && !OtlpUrl.of(url).isHttp(), "is not an address");
		if (this.faults.isEmpty()) {
			return null;
		}
		if (takesNothing) {
			address = INGRESS + (this.forAll ? "" : PATH);
		}
		boolean isKnown = OtlpUrl.of(address).isHttp();
		return "%s is '%s', which %s. %s".formatted(this.setting, PathSecrets.hidden(shown, this.hidesPath),
				String.join(", and ", this.faults),
				isKnown ? "Write " + PathSecrets.hidden(address, this.hidesPath) + "."
						: "Write an address such as http://localhost:4318" + (this.forAll ? "." : PATH + "."));
	}

	private String scheme(@Nullable String scheme, boolean isDash0) {
		String written = (scheme != null) ? scheme.toLowerCase(Locale.ROOT) : "";
		if (written.equals("http") || written.equals("https")) {
			return written + "://";
		}
		this.faults
			.add((scheme != null) ? "has the scheme " + scheme + ", while metrics go over HTTP" : "has no scheme");
		return (isDash0 || written.endsWith("s")) ? "https://" : "http://";
	}

	private String port(@Nullable String port, boolean isDash0) {
		if (port == null || port.equals(":") || (isDash0 && port.equals(GRPC))) {
			return "";
		}
		boolean isOutOfRange = port.length() > 6 || Integer.parseInt(port.substring(1)) > MOST;
		fault(isOutOfRange, "has a port above " + MOST);
		return (isOutOfRange || port.equals(GRPC)) ? (isDash0 ? "" : ":4318") : port;
	}

	private String path(String path) {
		Matcher other = OTHER_SIGNAL.matcher(path);
		if (other.find()) {
			this.faults.add("is the path of another signal");
			return other.replaceFirst(this.forAll ? "" : PATH);
		}
		if (this.forAll) {
			fault(path.endsWith(PATH), "ends with " + PATH + ", which is added to it");
			return path.endsWith(PATH) ? path.substring(0, path.length() - PATH.length()) : path;
		}
		if (path.isEmpty() || path.equals("/")) {
			this.faults.add("has no path, while receivers take metrics at " + PATH);
			return PATH;
		}
		fault(path.endsWith(PATH + "/"), "has a slash at its end");
		return path.endsWith(PATH + "/") ? path.substring(0, path.length() - 1) : path;
	}

	private void fault(boolean there, String fault) {
		if (there) {
			this.faults.add(fault);
		}
	}

	private static Matcher matcher(Pattern pattern, String text) {
		Matcher matcher = pattern.matcher(text);
		if (!matcher.matches()) {
			throw new IllegalStateException("No address is a text that " + pattern + " does not match");
		}
		return matcher;
	}

}
