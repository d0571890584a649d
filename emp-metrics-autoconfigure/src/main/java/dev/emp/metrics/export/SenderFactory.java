package dev.emp.metrics.export;

import java.nio.file.InvalidPathException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

import io.micrometer.core.instrument.Clock;
import io.micrometer.registry.otlp.OtlpConfig;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.otlp.OtlpMetricsConnectionDetails;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.otlp.OtlpMetricsProperties;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

import dev.emp.metrics.InvalidSettingException;
import dev.emp.metrics.SettingName;
import dev.emp.metrics.support.DaemonThreads;
import dev.emp.metrics.support.LocalPaths;
import dev.emp.metrics.support.PushPhase;

/**
 * Makes a sender and its transport of what the properties say.
 *
 * @param properties the settings of the export
 * @param config what the registry is told
 * @param threads makes the threads
 */
record SenderFactory(ExportProperties properties, ObjectProvider<OtlpConfig> config, DaemonThreads threads) {

	private static final Log logger = LogFactory.getLog(SenderFactory.class);

	private static final List<String> FILES = List.of("spring.ssl.bundle.pem.%s.truststore.certificate",
			"spring.ssl.bundle.pem.%s.keystore.certificate", "spring.ssl.bundle.pem.%s.keystore.private-key");

	HttpTransport transport(OtlpMetricsProperties otlp, ObjectProvider<OtlpMetricsConnectionDetails> details,
			ObjectProvider<SslBundles> bundles, Environment environment) {
		Duration connect = HttpClients.bounded(otlp.getConnectTimeout());
		ReloadingClient<?> clients;
		try {
			expectReload(otlp, bundles);
			clients = new ReloadingClient<>(() -> bundle(details.getIfAvailable()),
					(bundle) -> HttpClients.prepare(connect, bundle, this.threads));
		}
		catch (RuntimeException ex) {
			String name = otlp.getSsl().getBundle();
			throw StringUtils.hasLength(name) ? unusable(name, ex, environment) : ex;
		}
		return new HttpTransport(clients, connect.plus(HttpClients.bounded(otlp.getReadTimeout())),
				this.properties.credentials(), java.time.Clock.systemUTC())
			.hidingPaths(this.properties.redactPath());
	}

	private static InvalidSettingException unusable(String bundle, RuntimeException ex, Environment environment) {
		// with its type: the message of a file that is missing may be its path alone
		String reason = NestedExceptionUtils.getMostSpecificCause(ex).toString();
		String setting = FILES.stream()
			.map((file) -> SettingName.of(environment, file.formatted(bundle)))
			.filter((file) -> {
				String path = environment.getProperty(file);
				return StringUtils.hasLength(path) && reason.contains(path);
			})
			.findFirst()
			.orElseGet(() -> SettingName.of(environment, "management.otlp.metrics.export.ssl.bundle"));
		return new InvalidSettingException(setting, environment.getProperty(setting, bundle),
				"cannot be used: " + reason,
				"Correct the name of the SSL bundle, or its files with certificates and keys.");
	}

	/**
	 * A bundle that is reloaded is used from the next exchange on, so that Boot need not
	 * warn of it.
	 */
	private static void expectReload(OtlpMetricsProperties otlp, ObjectProvider<SslBundles> bundles) {
		String name = otlp.getSsl().getBundle();
		if (StringUtils.hasLength(name)) {
			bundles.ifAvailable((all) -> all.addBundleUpdateHandler(name, (bundle) -> {
			}));
		}
	}

	private static @Nullable SslBundle bundle(@Nullable OtlpMetricsConnectionDetails details) {
		return (details != null) ? details.getSslBundle() : null;
	}

	DurableSender sender(Transport transport, DeliveryListener listener, PushPhase pushes, Clock clock) {
		RetryProperties retry = this.properties.retry();
		Supplier<Backoff> backoff = () -> new Backoff(retry.delay(), retry.maxDelay(), retry.maxRetryAfter(),
				() -> ThreadLocalRandom.current().nextDouble());
		DrainSettings drain = new DrainSettings(backoff, this.properties.drainRate(), retry.holdUnauthorized());
		return new DurableSender(
				new DeliveryParts(this.properties.spool().limits(), spool(), listener, transport, drain,
						this.properties.descriptions(), pushes, clock),
				this::targets, this.properties.shutdown().timeout(), this.threads);
	}

	private @Nullable DiskSpool spool() {
		String directory = this.properties.spool().directory();
		if (directory == null) {
			return null;
		}
		try {
			return new DiskSpool(LocalPaths.of(directory), instance(), new NioSpoolFiles(), this::isOfThisService);
		}
		catch (InvalidPathException ex) {
			logger.warn("Metrics are held in memory and end with this process, since "
					+ "emp.metrics.export.spool.directory cannot be opened. " + ex.getMessage());
			return null;
		}
	}

	private String instance() {
		OtlpConfig config = this.config.getIfUnique();
		String instance = (config != null) ? config.resourceAttributes().get("service.instance.id") : null;
		return (instance != null) ? instance : "unknown";
	}

	/**
	 * Whether metrics were pushed by this service, in another life or instance.
	 */
	private boolean isOfThisService(Payload payload) {
		if (targets().stream()
			.map((target) -> DestinationId.of(target.address(), target.headers()))
			.distinct()
			.count() > 1) {
			// nobody knows for which of them it was meant
			return false;
		}
		try {
			Map<String, String> attributes = OtlpResource.attributes(payload.message());
			return this.config.stream()
				.anyMatch((config) -> OtlpResource.isOneService(config.resourceAttributes(), attributes));
		}
		catch (RuntimeException ex) {
			// of the application's own, or a body that is no gzip
			return false;
		}
	}

	private List<Target> targets() {
		try {
			return this.config.stream()
				.filter(OtlpConfig::enabled)
				.map((config) -> new Target(config.url(), config.headers()))
				.toList();
		}
		catch (RuntimeException ex) {
			// of the application's own; what it says with the first push is known then
			return List.of();
		}
	}

}
