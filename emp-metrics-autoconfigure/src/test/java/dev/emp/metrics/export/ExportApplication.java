package dev.emp.metrics.export;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.boot.logging.DeferredLogs;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.ClassUtils;

/**
 * An application of a test, started as a real one is, with all environment
 * post-processors.
 */
final class ExportApplication {

	/**
	 * Meters of garbage collection outlive a start that failed, and would fill the
	 * output.
	 */
	private final List<String> arguments = new ArrayList<>(
			List.of("--management.otlp.metrics.export.step=1h", "--management.metrics.enable.jvm.gc=false"));

	private final List<Class<?>> sources = new ArrayList<>(List.of(Application.class));

	private final Map<String, String> variables = new LinkedHashMap<>();

	/**
	 * An application whose last metrics nobody takes, and which does not try for long.
	 * @return the application
	 */
	static ExportApplication withoutReceiver() {
		return new ExportApplication().with("emp.metrics.export.shutdown.timeout=0s");
	}

	/**
	 * Set properties or environment variables, each as {@code name=value}.
	 * @param values the values
	 * @return this application
	 */
	ExportApplication with(String... values) {
		for (String value : values) {
			if (value.startsWith("OTEL_")) {
				String[] parts = value.split("=", 2);
				this.variables.put(parts[0], parts[1]);
			}
			else {
				this.arguments.add("--" + value);
			}
		}
		return this;
	}

	ExportApplication with(Class<?> source) {
		this.sources.add(source);
		return this;
	}

	/**
	 * Take back what tests set for logging, which outlives their applications.
	 */
	static void resetLogging() {
		LoggingSystem logging = LoggingSystem.get(ExportApplication.class.getClassLoader());
		logging.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.INFO);
		logging.setLogLevel("dev.emp", null);
	}

	ConfigurableApplicationContext run() {
		SpringApplication application = new SpringApplication(this.sources.toArray(Class<?>[]::new));
		application.setWebApplicationType(WebApplicationType.NONE);
		application.addInitializers((context) -> {
			context.getEnvironment()
				.getPropertySources()
				.addLast(new SystemEnvironmentPropertySource("openTelemetry-systemEnvironment",
						Map.copyOf(this.variables)));
			openTelemetryVariables(this.variables).postProcessEnvironment(context.getEnvironment(), application);
		});
		return application.run(this.arguments.toArray(String[]::new));
	}

	/**
	 * Boot's own mapping, which reads nothing but the environment of the process unless
	 * it is made by its constructor for tests.
	 * @param variables the variables
	 * @return the post-processor
	 */
	private static EnvironmentPostProcessor openTelemetryVariables(Map<String, String> variables) {
		String name = "org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetryEnvironmentVariable";
		DeferredLogFactory logs = new DeferredLogs();
		try {
			Class<?> values = ClassUtils.forName(name + "s", null);
			Method forMap = values.getDeclaredMethod("forMap", DeferredLogFactory.class, Map.class);
			forMap.setAccessible(true);
			Constructor<?> constructor = ClassUtils.forName(name + "EnvironmentPostProcessor", null)
				.getDeclaredConstructor(DeferredLogFactory.class, values);
			constructor.setAccessible(true);
			return (EnvironmentPostProcessor) constructor.newInstance(logs, forMap.invoke(null, logs, variables));
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * All auto-configurations.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
