package dev.emp.metrics.export;

import java.net.http.HttpClient;
import java.util.function.Function;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A client that is made for its first exchange, and anew once its keys and certificates
 * were reloaded. Before, it has no thread, which a start that fails would leave behind.
 * Who gives another bundle with each call, as connection details of an application may,
 * has a new client for each exchange.
 *
 * @param <B> the type of the bundle that has them
 */
final class ReloadingClient<B> implements Supplier<HttpClient>, AutoCloseable {

	private static final Log logger = LogFactory.getLog(ReloadingClient.class);

	private final Supplier<? extends @Nullable B> bundles;

	private final Function<@Nullable B, HttpClient.Builder> factory;

	private @Nullable B bundle;

	private HttpClient.Builder builder;

	private @Nullable HttpClient client;

	private boolean broken;

	/**
	 * Prepare the first client, which fails where its bundle is broken.
	 * @param bundles gives the bundle in force, another one once it was reloaded
	 * @param factory prepares a client with a bundle
	 */
	ReloadingClient(Supplier<? extends @Nullable B> bundles, Function<@Nullable B, HttpClient.Builder> factory) {
		this.bundles = bundles;
		this.factory = factory;
		this.bundle = bundles.get();
		this.builder = factory.apply(this.bundle);
	}

	@Override
	// a bundle that was reloaded is another one, whatever it has
	@SuppressWarnings("ReferenceEquality")
	public synchronized HttpClient get() {
		try {
			B current = this.bundles.get();
			if (current != this.bundle) {
				this.bundle = current;
				this.builder = this.factory.apply(current);
				// the old one ends once it is collected: another thread may still use it
				this.client = null;
			}
			this.broken = false;
		}
		catch (RuntimeException ex) {
			warn(ex);
		}
		HttpClient client = (this.client != null) ? this.client : this.builder.build();
		this.client = client;
		return client;
	}

	private void warn(RuntimeException ex) {
		if (!this.broken) {
			this.broken = true;
			logger.warn("The SSL bundle of the export was reloaded and cannot be used, so that the one before stays "
					+ "in force. Check its certificates and keys.", ex);
		}
	}

	@Override
	public synchronized void close() {
		if (this.client != null) {
			HttpClients.stop(this.client);
		}
	}

}
