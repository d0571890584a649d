package dev.emp.metrics.http;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoint;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.actuate.endpoint.web.WebServerNamespace;
import org.springframework.core.env.Environment;

import dev.emp.metrics.support.Lazy;

/**
 * Knows the endpoints by their port where they have one of their own, otherwise by their
 * paths.
 */
final class ActuatorTraffic implements ManagementTraffic {

	private static final int NO_PORT = -1;

	private final Environment environment;

	private final boolean ownPort;

	private final Lazy<List<String>> paths;

	private volatile int port = NO_PORT;

	/**
	 * Create a guide to the endpoints.
	 * @param environment the environment of the application
	 * @param endpoints the endpoints, asked for at the first request
	 */
	ActuatorTraffic(Environment environment, Supplier<@Nullable PathMappedEndpoints> endpoints) {
		this.environment = environment;
		ManagementPortType type = ManagementPortType.get(environment);
		this.ownPort = type == ManagementPortType.DIFFERENT;
		this.paths = new Lazy<>(() -> paths(type, endpoints.get()));
	}

	@Override
	public boolean includes(String path, int localPort) {
		return (this.ownPort && localPort == managementPort()) || isBelowAny(this.paths.get(), path);
	}

	/**
	 * The port of the management server, which starts after the application's own.
	 * @return the port, or -1 while it is not known
	 */
	private int managementPort() {
		int known = this.port;
		if (known == NO_PORT) {
			known = this.environment.getProperty("local.management.port", Integer.class, NO_PORT);
			this.port = known;
		}
		return known;
	}

	private static List<String> paths(ManagementPortType type, @Nullable PathMappedEndpoints endpoints) {
		if (endpoints == null || type == ManagementPortType.DISABLED) {
			return List.of();
		}
		Stream<String> own = Stream.empty();
		if (type == ManagementPortType.SAME) {
			String base = endpoints.getBasePath();
			own = base.isEmpty() ? endpoints.getAllPaths().stream() : Stream.of(base);
		}
		return Stream.concat(own, endpoints.stream().flatMap(ActuatorTraffic::additional)).toList();
	}

	/**
	 * The paths beside the base path, for example of the probes of an orchestrator.
	 * @param endpoint an endpoint
	 * @return its paths on the application's own port
	 */
	private static Stream<String> additional(PathMappedEndpoint endpoint) {
		return endpoint.getAdditionalPaths(WebServerNamespace.SERVER)
			.stream()
			.map((path) -> path.startsWith("/") ? path : "/" + path);
	}

	private static boolean isBelowAny(List<String> roots, String path) {
		for (int i = 0; i < roots.size(); i++) {
			String root = roots.get(i);
			if (path.startsWith(root) && (path.length() == root.length() || path.charAt(root.length()) == '/')) {
				return true;
			}
		}
		return false;
	}

}
