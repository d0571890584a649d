package dev.emp.metrics.export;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

import dev.emp.metrics.IdentityProperties;

/**
 * Chooses the {@code service.instance.id}, without which two workers with one service
 * name are one series in a Collector.
 *
 * @param identity what the user said
 * @param variables reads environment variables
 */
record InstanceId(IdentityProperties identity, UnaryOperator<@Nullable String> variables) {

	String value() {
		String instanceId = this.identity.instanceId();
		if (StringUtils.hasText(instanceId)) {
			return instanceId;
		}
		String workerId = this.identity.workerId();
		if (StringUtils.hasText(workerId) && !workerId.equals("unknown")) {
			return workerId;
		}
		return hostName() + "-" + String.format("%08x", ThreadLocalRandom.current().nextInt());
	}

	private String hostName() {
		String name = this.variables.apply("HOSTNAME");
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
