package dev.emp.metrics;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/**
 * The name of the machine or container.
 */
final class HostName {

	private HostName() {
	}

	/**
	 * Find the name, in the quick ways first.
	 * @param variables reads environment variables
	 * @return the name, {@code localhost} if there is none
	 */
	static String find(UnaryOperator<@Nullable String> variables) {
		String name = variables.apply("HOSTNAME");
		try {
			Path file = Path.of("/etc/hostname");
			if (!StringUtils.hasText(name) && Files.isReadable(file)) {
				name = Files.readString(file).trim();
			}
			// asks the name service, which may take its time
			return StringUtils.hasText(name) ? name : InetAddress.getLocalHost().getHostName();
		}
		catch (IOException ex) {
			return "localhost";
		}
	}

}
