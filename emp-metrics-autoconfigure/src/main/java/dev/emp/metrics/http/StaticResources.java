package dev.emp.metrics.http;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Knows what answers with files. It is asked for every path that nothing else has.
 */
final class StaticResources {

	private static final Set<String> HANDLERS = Set.of(
			"org.springframework.web.servlet.resource.ResourceHttpRequestHandler",
			"org.springframework.web.reactive.resource.ResourceWebHandler");

	private StaticResources() {
	}

	static boolean isHandler(@Nullable Object handler) {
		return handler != null && TypeNames.isAny(HANDLERS, handler);
	}

}
