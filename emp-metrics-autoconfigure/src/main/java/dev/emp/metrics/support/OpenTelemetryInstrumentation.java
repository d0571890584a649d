package dev.emp.metrics.support;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * What else makes metrics of this process and sends them. Its properties are read as it
 * reads them: {@code otel.*} from system properties and environment variables, and of the
 * starter from the application's properties as well.
 */
public enum OpenTelemetryInstrumentation {

	/**
	 * The agent, of whichever vendor: attached, it stands before the application's
	 * classes, where a dependency never does.
	 */
	AGENT("the OpenTelemetry agent", "io.opentelemetry.javaagent.bootstrap.AgentInitializer"),

	/** The Spring Boot starter, which has an exporter of its own. */
	STARTER("the OpenTelemetry Spring Boot starter",
			"io.opentelemetry.instrumentation.spring.autoconfigure.OpenTelemetryAutoConfiguration");

	private static final List<String> OF_THE_PROCESS = List.of(
			StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME,
			StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);

	private final String title;

	private final String type;

	OpenTelemetryInstrumentation(String title, String type) {
		this.title = title;
		this.type = type;
	}

	/**
	 * Find the instrumentation that sends metrics of this process.
	 * @param environment the environment
	 * @param classLoader the loader of the application's classes
	 * @return the instrumentation, or empty if there is none or it sends no metrics
	 */
	public static Optional<OpenTelemetryInstrumentation> find(Environment environment,
			@Nullable ClassLoader classLoader) {
		return find(environment, (instrumentation) -> instrumentation.isPresent(classLoader));
	}

	static Optional<OpenTelemetryInstrumentation> find(Environment environment,
			Predicate<OpenTelemetryInstrumentation> present) {
		return Stream.of(values())
			.filter((instrumentation) -> present.test(instrumentation) && instrumentation.isSending(environment))
			.findFirst();
	}

	/**
	 * Whether it measures the requests that the application serves.
	 * @param environment the environment
	 * @return whether its instrumentation of HTTP is on, as by default
	 */
	public boolean isMeasuringHttp(Environment environment) {
		return !is(environment, "otel.instrumentation.common.default-enabled", "false");
	}

	/**
	 * Whether it sends the meters of Micrometer, ours included.
	 * @param environment the environment
	 * @return whether its bridge is on, which by default it is not
	 */
	public boolean isBridgingMicrometer(Environment environment) {
		return is(environment, "otel.instrumentation.micrometer.enabled", "true");
	}

	@Override
	public String toString() {
		return this.title;
	}

	private boolean isPresent(@Nullable ClassLoader classLoader) {
		if (this == AGENT) {
			return isOnBootstrapClassPath(this.type);
		}
		String file = this.type.replace('.', '/') + ".class";
		return classLoader != null && classLoader.getResource(file) != null;
	}

	private static boolean isOnBootstrapClassPath(String type) {
		try {
			Class.forName(type, false, null);
			return true;
		}
		catch (ClassNotFoundException | LinkageError ex) {
			return false;
		}
	}

	private boolean isSending(Environment environment) {
		return !is(environment, "otel.sdk.disabled", "true") && !is(environment, "otel.metrics.exporter", "none")
				&& (this != AGENT || !is(environment, "otel.javaagent.enabled", "false"));
	}

	private boolean is(Environment environment, String property, String value) {
		return value.equalsIgnoreCase(readable(environment).getProperty(property, "").trim());
	}

	/**
	 * What it reads itself: the agent knows no file of the application.
	 * @param environment the environment
	 * @return the part of it that counts
	 */
	private Environment readable(Environment environment) {
		if (this != AGENT || !(environment instanceof ConfigurableEnvironment configurable)) {
			return environment;
		}
		StandardEnvironment own = new StandardEnvironment();
		own.getPropertySources()
			.stream()
			.map(PropertySource::getName)
			.toList()
			.forEach(own.getPropertySources()::remove);
		for (String name : OF_THE_PROCESS) {
			PropertySource<?> source = configurable.getPropertySources().get(name);
			if (source != null) {
				own.getPropertySources().addLast(source);
			}
		}
		return own;
	}

}
