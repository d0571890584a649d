package dev.emp.metrics.export;

import java.net.URI;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

import dev.emp.metrics.InvalidSettingException;

/**
 * Where and as whom to send to Dash0.
 *
 * @param endpoint Address of Dash0 for OTLP over HTTP, used where neither OTEL_* nor
 * management.otlp.metrics.export.url nor connection details give one. /v1/metrics is
 * added where it is missing
 * @param token Token of Dash0, sent to the endpoint above and nowhere else
 * @param dataset Dataset of Dash0; without it, Dash0's default
 */
record Dash0Properties(@Nullable String endpoint, @Nullable String token, @Nullable String dataset) {

	static final String ENDPOINT = "emp.metrics.export.dash0.endpoint";

	private static final String EXAMPLE = "Copy the HTTP endpoint from Dash0's organization settings, for example "
			+ "https://ingress.eu-west-1.aws.dash0.com/v1/metrics.";

	private static final String PATH = "/v1/metrics";

	private static final Pattern DATASET = Pattern.compile("[a-zA-Z0-9_-]{3,26}");

	/** What RFC 6750 allows in a bearer token, and what HTTP allows in a header. */
	private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]+");

	Dash0Properties {
		endpoint = StringUtils.hasText(endpoint) ? endpoint.trim() : null;
		// a placeholder that stands for nothing is no token
		token = (StringUtils.hasText(token) && !token.contains("${")) ? token.trim() : null;
		dataset = StringUtils.hasText(dataset) ? dataset.trim() : null;
	}

	/**
	 * Look at what goes to Dash0, which nobody should where nothing goes there.
	 * @param hidesPath whether to show nothing of the endpoint's path
	 * @throws InvalidSettingException if it cannot work
	 */
	void check(boolean hidesPath) {
		if (this.endpoint != null) {
			OtlpUrl url = OtlpUrl.of(this.endpoint, hidesPath);
			if (!url.isHttp()) {
				throw invalid(url, "is no address that begins with https://");
			}
			if (url.hasUserInfo()) {
				throw invalid(url, "has a user and a password in it, which are not sent");
			}
		}
		if (this.token != null && !TOKEN.matcher(this.token).matches()) {
			throw new InvalidSettingException("The property emp.metrics.export.dash0.token", PathSecrets.HIDDEN,
					"has a character that no header can have",
					"Set it (or the variable DASH0_API_TOKEN) to the token alone, without spaces or quotes.");
		}
		if (this.dataset != null && !DATASET.matcher(this.dataset).matches()) {
			throw new InvalidSettingException("The property emp.metrics.export.dash0.dataset", this.dataset,
					"is no name of a dataset",
					"Set it (or the variable DASH0_DATASET) to 3 to 26 letters, digits, hyphens or underscores.");
		}
	}

	/**
	 * The address of the endpoint for metrics.
	 * @return the address, or null where the endpoint is missing or cannot work
	 */
	@Nullable String address() {
		OtlpUrl url = OtlpUrl.of((this.endpoint != null) ? this.endpoint : "");
		URI uri = url.uri();
		if (uri == null || !url.isHttp() || url.hasUserInfo()) {
			return null;
		}
		String path = uri.getRawPath().replaceAll("/+$", "");
		return uri.getScheme() + "://" + uri.getRawAuthority() + (path.endsWith(PATH) ? path : path + PATH);
	}

	private static InvalidSettingException invalid(OtlpUrl url, String reason) {
		return new InvalidSettingException("The property " + ENDPOINT + " (or the variable DASH0_METRICS_ENDPOINT)",
				url.shown(), reason, EXAMPLE);
	}

	@Override
	public String toString() {
		return "Dash0Properties[endpoint="
				+ ((this.endpoint != null) ? OtlpUrl.of(this.endpoint, true).shown() : "none") + ", token="
				+ ((this.token != null) ? PathSecrets.HIDDEN : "none") + ", dataset=" + this.dataset + "]";
	}

}
