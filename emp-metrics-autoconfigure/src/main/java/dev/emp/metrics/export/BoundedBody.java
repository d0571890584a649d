package dev.emp.metrics.export;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

import org.jspecify.annotations.Nullable;

/**
 * Takes the head of an answer and the beginning of its body, which may be without end,
 * and keeps both where the rest does not come.
 */
final class BoundedBody implements HttpResponse.BodyHandler<Boolean>, HttpResponse.BodySubscriber<Boolean> {

	static final int LIMIT = 64 * 1024;

	/** The bits of a zlib header that say how the rest is compressed (RFC 1950). */
	private static final int METHOD = 0x0f;

	private static final int DEFLATE = 8;

	private static final HttpHeaders NO_HEADERS = HttpHeaders.of(Map.of(), (name, value) -> true);

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

	private final CompletableFuture<Boolean> complete = new CompletableFuture<>();

	private volatile HttpResponse.@Nullable ResponseInfo head;

	private Flow.@Nullable Subscription subscription;

	@Override
	public HttpResponse.BodySubscriber<Boolean> apply(HttpResponse.ResponseInfo head) {
		this.head = head;
		return this;
	}

	@Override
	public CompletionStage<Boolean> getBody() {
		return this.complete;
	}

	@Override
	public void onSubscribe(Flow.Subscription subscription) {
		this.subscription = subscription;
		subscription.request(Long.MAX_VALUE);
	}

	@Override
	public void onNext(List<ByteBuffer> buffers) {
		for (ByteBuffer buffer : buffers) {
			byte[] next = new byte[Math.min(buffer.remaining(), LIMIT - length())];
			buffer.get(next);
			add(next);
		}
		if (length() == LIMIT && this.subscription != null) {
			this.subscription.cancel();
			this.complete.complete(false);
		}
	}

	@Override
	public void onError(Throwable failure) {
		this.complete.completeExceptionally(failure);
	}

	@Override
	public void onComplete() {
		this.complete.complete(true);
	}

	private synchronized void add(byte[] next) {
		this.bytes.write(next, 0, next.length);
	}

	private synchronized int length() {
		return this.bytes.size();
	}

	/**
	 * What has come of the body, expanded where it is compressed. Nobody asks for that,
	 * and some proxies do it all the same.
	 * @return up to 64 KiB
	 */
	byte[] bytes() {
		Expansion expansion = expansion();
		return (expansion != null) ? expanded(raw(), expansion) : raw();
	}

	boolean isReadable() {
		return expansion() != null;
	}

	private @Nullable Expansion expansion() {
		return switch (header("Content-Encoding").trim().toLowerCase(Locale.ROOT)) {
			case "", "identity" -> (raw) -> raw;
			case "gzip", "x-gzip" -> GZIPInputStream::new;
			case "deflate" -> BoundedBody::inflater;
			default -> null;
		};
	}

	private synchronized byte[] raw() {
		return this.bytes.toByteArray();
	}

	private static InputStream inflater(InputStream raw) throws IOException {
		PushbackInputStream in = new PushbackInputStream(raw);
		int first = in.read();
		if (first >= 0) {
			in.unread(first);
		}
		// many send it without the header that RFC 9110 asks for
		return new InflaterInputStream(in, new Inflater((first & METHOD) != DEFLATE));
	}

	private static byte[] expanded(byte[] raw, Expansion expansion) {
		ByteArrayOutputStream expanded = new ByteArrayOutputStream();
		try (InputStream in = expansion.of(new ByteArrayInputStream(raw))) {
			byte[] next = new byte[4096];
			int count = in.read(next);
			while (count >= 0 && expanded.size() < LIMIT) {
				expanded.write(next, 0, Math.min(count, LIMIT - expanded.size()));
				count = in.read(next);
			}
		}
		catch (IOException ex) {
			// cut off, or not what it says
			return (expanded.size() > 0) ? expanded.toByteArray() : raw;
		}
		return expanded.toByteArray();
	}

	/**
	 * The status of the answer.
	 * @return the status, or 0 where none has come
	 */
	int status() {
		HttpResponse.ResponseInfo info = this.head;
		return (info != null) ? info.statusCode() : 0;
	}

	boolean isSuccess() {
		return status() / 100 == 2;
	}

	String header(String name) {
		HttpResponse.ResponseInfo info = this.head;
		return ((info != null) ? info.headers() : NO_HEADERS).firstValue(name).orElse("");
	}

	/**
	 * Reads what is compressed.
	 */
	private interface Expansion {

		/**
		 * Expand.
		 * @param compressed what is compressed
		 * @return what it was before
		 * @throws IOException if it is compressed otherwise
		 */
		InputStream of(InputStream compressed) throws IOException;

	}

}
