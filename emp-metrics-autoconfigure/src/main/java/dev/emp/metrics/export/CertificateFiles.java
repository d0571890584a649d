package dev.emp.metrics.export;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

import dev.emp.metrics.InvalidSettingException;
import dev.emp.metrics.SettingName;

/**
 * The files that variables of OpenTelemetry name. Boot makes a bundle of them, whose
 * failure names neither the variable nor what to do.
 *
 * @param environment has the properties of the bundle
 */
record CertificateFiles(Environment environment) {

	private static final String FILE = "file:";

	/**
	 * Look at the files of a bundle.
	 * @param bundle the name of the bundle, or null
	 * @throws InvalidSettingException if a variable names a file that cannot be read
	 */
	void check(@Nullable String bundle) {
		if (!StringUtils.hasLength(bundle)) {
			return;
		}
		for (String part : List.of("truststore.certificate", "keystore.certificate", "keystore.private-key")) {
			String property = "spring.ssl.bundle.pem." + bundle + "." + part;
			String location = Binder.get(this.environment).bind(property, String.class).orElse("");
			String setting = location.startsWith(FILE) ? SettingName.of(this.environment, property) : "";
			if (setting.startsWith("OTEL_") && !isReadable(location.substring(FILE.length()))) {
				throw new InvalidSettingException("The variable " + setting, location.substring(FILE.length()),
						"is no file that this process can read",
						"Set it to the path of a PEM file, mount the file, or remove the variable.");
			}
		}
	}

	private static boolean isReadable(String path) {
		try {
			return Files.isReadable(Path.of(path));
		}
		catch (InvalidPathException ex) {
			return false;
		}
	}

}
