package dev.emp.metrics.export;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import javax.net.ssl.SSLException;

import org.jspecify.annotations.Nullable;

import dev.emp.metrics.export.Answer.Kind;

/**
 * Sends batches over HTTP, each once. Adds what Dash0 wants to the requests that go to
 * Dash0.
 */
final class HttpTransport implements Transport, AutoCloseable {

	private final Supplier<HttpClient> clients;

	private final Duration timeout;

	private final Credentials credentials;

	private final Clock clock;

	private boolean hidesPaths;

	/**
	 * Send with the given clients.
	 * @param clients gives the client of each exchange, which follows no redirects
	 * @param timeout how long an exchange may take, the answer's body included
	 * @param credentials headers for Dash0 alone
	 * @param clock tells how far away the date of a Retry-After is
	 */
	HttpTransport(Supplier<HttpClient> clients, Duration timeout, Credentials credentials, Clock clock) {
		this.clients = clients;
		this.timeout = timeout;
		this.credentials = credentials;
		this.clock = clock;
	}

	/**
	 * Show no path of an address.
	 * @param hides whether to hide them
	 * @return this transport
	 */
	HttpTransport hidingPaths(boolean hides) {
		this.hidesPaths = hides;
		return this;
	}

	@Override
	public Answer send(Payload payload, Target target) throws InterruptedException {
		OtlpUrl url = OtlpUrl.of(target.address(), this.hidesPaths);
		URI uri = url.uri();
		if (uri == null || !url.isHttp()) {
			return invalidAddress(url);
		}
		Map<String, String> own = this.credentials.headersFor(target.address());
		HttpRequest.Builder request = HttpRequest.newBuilder(uri)
			.header("Content-Type", "application/x-protobuf")
			.header("User-Agent", "emp-metrics");
		if ("http".equalsIgnoreCase(uri.getScheme())) {
			// saves the headers that offer an upgrade
			request.version(HttpClient.Version.HTTP_1_1);
		}
		// last, since a header of the user's own property is obeyed
		String invalid = firstInvalid(request, own, target.headers());
		if (invalid != null) {
			return invalidHeader(invalid);
		}
		if (payload.compressed()) {
			request.setHeader("Content-Encoding", "gzip");
		}
		request.POST(HttpRequest.BodyPublishers.ofByteArray(payload.bytes()));
		return exchange(request.build(), new Answers(url, !own.isEmpty(), redaction(own, target, url), this.clock),
				payload.points());
	}

	@Override
	public Map<String, String> headers(Target target) {
		Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		headers.putAll(this.credentials.headersFor(target.address()));
		headers.putAll(target.headers());
		return headers;
	}

	@SafeVarargs
	private static @Nullable String firstInvalid(HttpRequest.Builder request, Map<String, String>... all) {
		for (Map<String, String> headers : all) {
			for (Map.Entry<String, String> header : headers.entrySet()) {
				try {
					request.setHeader(header.getKey(), header.getValue());
				}
				catch (IllegalArgumentException ex) {
					// its message has the value
					return header.getKey();
				}
			}
		}
		return null;
	}

	private static Redaction redaction(Map<String, String> own, Target target, OtlpUrl url) {
		Map<String, String> headers = new LinkedHashMap<>(own);
		// both, since one may hide the other
		target.headers().forEach((name, value) -> headers.put("target " + name, value));
		if (url.hidesPath()) {
			headers.put("path", url.path());
			headers.put("segments", url.path().replaceAll("/v1/metrics$", "").replace('/', ' '));
		}
		return new Redaction(headers, target.address());
	}

	private Answer exchange(HttpRequest request, Answers answers, int points) throws InterruptedException {
		BoundedBody body = new BoundedBody();
		CompletableFuture<HttpResponse<Boolean>> exchange;
		try {
			exchange = this.clients.get().sendAsync(request, body);
		}
		catch (IllegalArgumentException ex) {
			// such as a port that there cannot be
			return invalidAddress(answers.url());
		}
		try {
			HttpResponse<Boolean> response = exchange.get(this.timeout.toNanos(), TimeUnit.NANOSECONDS);
			// without a head it is what a proxy says of the way to the receiver
			return (body.status() != 0) ? answers.of(body, points) : answers.ofProxy(response.statusCode());
		}
		catch (TimeoutException ex) {
			return unfinished(body, answers,
					new HttpTimeoutException("no complete answer within " + this.timeout.toMillis() + " ms"));
		}
		catch (ExecutionException ex) {
			return failed(body, answers, ex);
		}
		finally {
			// ends what is not done, which an interruption may have left
			exchange.cancel(true);
		}
	}

	private static Answer failed(BoundedBody body, Answers answers, ExecutionException ex) {
		Throwable cause = ex.getCause();
		if (cause instanceof IOException trouble) {
			return unfinished(body, answers, trouble);
		}
		if (cause instanceof IllegalArgumentException) {
			return invalidAddress(answers.url());
		}
		if (cause instanceof Error error) {
			throw error;
		}
		throw (cause instanceof RuntimeException failure) ? failure : new IllegalStateException(cause);
	}

	/**
	 * A status that refuses is an answer even without all of its body, otherwise a batch
	 * could stand in the way of others for ever.
	 * @param body what came of the answer
	 * @param answers reads it
	 * @param trouble why not all of it came
	 * @return what came of the batch
	 */
	private static Answer unfinished(BoundedBody body, Answers answers, IOException trouble) {
		return (body.status() != 0 && !body.isSuccess()) ? answers.of(body, 0)
				: Answer.of(Kind.RETRY, reason(trouble),
						"%s could not be reached (%s). Check that a receiver of OTLP over HTTP "
							.formatted(answers.url().shown(), describe(trouble))
								+ "listens there, and that this machine may connect to it.");
	}

	private static String reason(IOException trouble) {
		if (trouble instanceof SSLException) {
			return "tls";
		}
		return (trouble instanceof HttpTimeoutException) ? "timeout" : "io";
	}

	private static String describe(IOException trouble) {
		String name = trouble.getClass().getSimpleName();
		if (trouble instanceof ConnectException && isUnresolved(trouble)) {
			return name + ": the name of the host is not known";
		}
		boolean own = trouble instanceof ConnectException || trouble instanceof HttpTimeoutException
				|| trouble instanceof SSLException;
		// the message of others may quote the answer, which may echo the headers
		return (own && trouble.getMessage() != null) ? name + ": " + trouble.getMessage() : name;
	}

	private static boolean isUnresolved(Throwable trouble) {
		for (Throwable cause = trouble; cause != null; cause = cause.getCause()) {
			if (cause instanceof UnresolvedAddressException) {
				return true;
			}
		}
		return false;
	}

	private static Answer invalidAddress(OtlpUrl url) {
		return Answer.of(Kind.RETRY, "address", "'%s' is no address of a receiver. Set it to a URL such as %s"
			.formatted(url.shown(), "http://localhost:4318/v1/metrics."));
	}

	private static Answer invalidHeader(String name) {
		return Answer.of(Kind.RETRY, "header",
				"The header %s cannot be sent. Check its name and value in ".formatted(name)
						+ "management.otlp.metrics.export.headers or OTEL_EXPORTER_OTLP_HEADERS.");
	}

	/**
	 * End the clients, where they can be.
	 */
	@Override
	public void close() {
		if (this.clients instanceof ReloadingClient<?> reloading) {
			reloading.close();
		}
	}

}
