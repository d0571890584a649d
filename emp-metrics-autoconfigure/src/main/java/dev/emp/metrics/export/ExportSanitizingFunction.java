package dev.emp.metrics.export;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Hides the tokens and headers of the export and what is secret in its address, by their
 * names and, since a command line has them as well, wherever they stand.
 */
final class ExportSanitizingFunction implements SanitizingFunction {

	/** A property of Boot's or ours, or a variable, whatever its separators. */
	private static final Pattern SECRET = Pattern
		.compile("(?i)(management|emp)[._-].*[._-]headers([._\\[-].*)?|otel_exporter_otlp_(\\w+_)?headers"
				+ "|.*dash0[._-](\\w+[._-])?token");

	private static final Pattern ADDRESS = Pattern
		.compile("(?i)management[._-].*(url|endpoint)|otel_exporter_otlp_(\\w+_)?endpoint|.*dash0[._-].*endpoint");

	private static final String USUAL_PATH = "/v1/metrics";

	/** Shorter ones would be found by chance in other values. */
	private static final int SHORTEST_SECRET = 8;

	/**
	 * An answer of the actuator has hundreds of values, and nothing tells where it
	 * begins. A secret that has just changed is hidden by its own name meanwhile.
	 */
	private static final long KEPT = TimeUnit.SECONDS.toNanos(1);

	private final Environment environment;

	private final LongSupplier nanoTime;

	private volatile Secrets secrets = new Secrets(0, null, false);

	ExportSanitizingFunction(Environment environment) {
		this(environment, System::nanoTime);
	}

	ExportSanitizingFunction(Environment environment, LongSupplier nanoTime) {
		this.environment = environment;
		this.nanoTime = nanoTime;
	}

	@Override
	public SanitizableData apply(SanitizableData data) {
		Object value = data.getValue();
		if (value == null) {
			return data;
		}
		if (SECRET.matcher(data.getKey()).matches()) {
			return data.withSanitizedValue();
		}
		Secrets known = secrets();
		boolean isAddress = ADDRESS.matcher(data.getKey()).matches();
		String shown = isAddress ? OtlpUrl.of(value.toString(), known.hidesPath()).shown() : value.toString();
		if (known.areIn(shown)) {
			return data.withSanitizedValue();
		}
		return shown.equals(value.toString()) ? data : data.withValue(shown);
	}

	private Secrets secrets() {
		Secrets known = this.secrets;
		long now = this.nanoTime.getAsLong();
		if (known.values() != null && now - known.readAt() < KEPT) {
			return known;
		}
		boolean hidesPath = bind(ExportProperties.REDACT_PATH, Bindable.of(Boolean.class)).orElse(false);
		Set<String> values = Stream.of(dash0Token(), headers(), addresses().flatMap((url) -> secrets(url, hidesPath)))
			.flatMap((each) -> each)
			.filter((secret) -> secret.length() >= SHORTEST_SECRET)
			.collect(Collectors.toUnmodifiableSet());
		this.secrets = new Secrets(now, values, hidesPath);
		return this.secrets;
	}

	private Stream<String> addresses() {
		return Stream.of(AddressOrigin.URL, Dash0Properties.ENDPOINT)
			.flatMap((property) -> bind(property, Bindable.of(String.class)).stream());
	}

	private static Stream<String> secrets(String address, boolean hidesPath) {
		OtlpUrl url = OtlpUrl.of(address, hidesPath);
		String path = url.path();
		String own = path.endsWith(USUAL_PATH) ? path.substring(0, path.length() - USUAL_PATH.length()) : path;
		return Stream
			.of(Redaction.partsOfAddress(address), hidesPath ? Stream.of(own) : Stream.<String>empty(),
					url.hasSecrets() ? Stream.of(address) : Stream.<String>empty())
			.flatMap((each) -> each);
	}

	private Stream<String> dash0Token() {
		return bind("emp.metrics.export.dash0.token", Bindable.of(String.class)).stream();
	}

	private Stream<String> headers() {
		return bind("management.otlp.metrics.export.headers", Bindable.mapOf(String.class, String.class)).stream()
			.flatMap((headers) -> headers.values().stream().flatMap(Redaction::parts));
	}

	private <T> Optional<T> bind(String property, Bindable<T> target) {
		try {
			return Optional.ofNullable(Binder.get(this.environment).bind(property, target).orElse(null));
		}
		catch (BindException ex) {
			// a placeholder that nothing resolves has no secret in it
			return Optional.empty();
		}
	}

	/**
	 * The secrets to hide.
	 *
	 * @param readAt when it was looked up
	 * @param values the secrets, or null where nobody has asked yet
	 * @param hidesPath whether to show nothing of the path of an address
	 */
	private record Secrets(long readAt, @Nullable Set<String> values, boolean hidesPath) {

		private boolean areIn(String text) {
			return this.values != null && this.values.stream().anyMatch(text::contains);
		}

	}

}
