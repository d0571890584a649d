package dev.emp.metrics.export;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLParameters;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;

import dev.emp.metrics.support.DaemonThreads;

/**
 * Makes HTTP clients as Boot's properties describe them.
 */
final class HttpClients {

	/** OTEL_EXPORTER_OTLP_TIMEOUT=0 is without end, more than the clock can count. */
	private static final Duration LONGEST = Duration.ofHours(1);

	private static final Duration KEEP_ALIVE = Duration.ofSeconds(5);

	private HttpClients() {
	}

	/**
	 * Prepare a client that follows no redirects, and that uses the proxies of the JVM's
	 * properties. It has threads once it is built.
	 * @param connectTimeout how long to wait for a connection
	 * @param bundle keys and certificates, or null for those of the JVM
	 * @param threads makes its threads, on which it asks the bundle's managers
	 * @return the builder of the client
	 */
	static HttpClient.Builder prepare(Duration connectTimeout, @Nullable SslBundle bundle, DaemonThreads threads) {
		HttpClient.Builder builder = HttpClient.newBuilder()
			// of a client that is not stopped the threads end soon after their last task
			.executor(new ThreadPoolExecutor(0, Integer.MAX_VALUE, KEEP_ALIVE.toMillis(), TimeUnit.MILLISECONDS,
					new SynchronousQueue<>(), threads.factory("emp-metrics-http")))
			.connectTimeout(bounded(connectTimeout))
			.followRedirects(HttpClient.Redirect.NEVER);
		if (bundle != null) {
			SSLParameters parameters = new SSLParameters();
			parameters.setCipherSuites(bundle.getOptions().getCiphers());
			parameters.setProtocols(bundle.getOptions().getEnabledProtocols());
			builder.sslContext(bundle.createSslContext()).sslParameters(parameters);
		}
		return builder;
	}

	static Duration bounded(Duration timeout) {
		return (timeout.compareTo(LONGEST) < 0) ? timeout : LONGEST;
	}

	/**
	 * End a client and its exchanges, which Java 21 and later can; before, the thread of
	 * its own ends once it is collected. The threads of its executor end when they are
	 * idle.
	 * @param client the client
	 */
	static void stop(HttpClient client) {
		try {
			// close() would wait for exchanges
			HttpClient.class.getMethod("shutdownNow").invoke(client);
		}
		catch (NoSuchMethodException ex) {
			// Java 17
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
		client.executor().ifPresent((executor) -> {
			if (executor instanceof ExecutorService threads) {
				threads.shutdown();
			}
		});
	}

}
