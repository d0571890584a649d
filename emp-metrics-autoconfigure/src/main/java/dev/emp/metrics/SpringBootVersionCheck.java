package dev.emp.metrics;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootVersion;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Stops an application of an older Spring Boot, which would otherwise end with a class
 * that nobody can find. An initializer, since every generation of Spring Boot has them
 * under one name and calls them where failure analyzers are heard.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class SpringBootVersionCheck implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	private static final Pattern VERSION = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})([^\\d].*)?");

	private final @Nullable String version;

	SpringBootVersionCheck() {
		this(SpringBootVersion.getVersion());
	}

	SpringBootVersionCheck(@Nullable String version) {
		this.version = version;
	}

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		if (this.version != null && isTooOld(this.version)) {
			throw new WrongSpringBootException(LibraryVersion.get(), this.version);
		}
	}

	private static boolean isTooOld(String version) {
		Matcher matcher = VERSION.matcher(version);
		if (!matcher.matches()) {
			return false;
		}
		int major = Integer.parseInt(matcher.group(1));
		return major < 4 || (major == 4 && Integer.parseInt(matcher.group(2)) < 1);
	}

}
