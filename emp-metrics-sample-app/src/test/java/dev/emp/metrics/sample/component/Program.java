package dev.emp.metrics.sample.component;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

import org.opentest4j.TestAbortedException;

/**
 * A program that a test needs: found by an environment variable or on the PATH. Where it
 * is missing the test is skipped with one line, or fails if EMP_REQUIRE_COMPONENTS is
 * true.
 *
 * @param name the name of the file
 * @param variable the environment variable that may hold its path
 * @param install how to get it
 */
record Program(String name, String variable, String install) {

	static final Program COLLECTOR = new Program("otelcol-emp", "EMP_OTELCOL",
			"run .ci/tools, which builds it and prints its path");

	static final Program BINDFS = new Program("bindfs", "EMP_BINDFS", "apt-get install bindfs");

	static final Program BUSYBOX = new Program("busybox", "EMP_BUSYBOX", "apt-get install busybox-static");

	static final Program IP = new Program("ip", "EMP_IP", "apt-get install iproute2");

	static final Program PROMETHEUS = new Program("prometheus", "EMP_PROMETHEUS", "apt-get install prometheus");

	static final Program DOCKERD = new Program("dockerd", "EMP_DOCKERD", "apt-get install docker.io");

	static final Program DOCKER = new Program("docker", "EMP_DOCKER", "apt-get install docker.io (or docker-cli)");

	static final Program HAPROXY = new Program("haproxy", "EMP_HAPROXY", "apt-get install haproxy");

	String path() {
		return find().orElseThrow(this::missing);
	}

	private Optional<String> find() {
		String set = System.getenv(this.variable);
		if (set != null && !set.isBlank()) {
			return Optional.of(set);
		}
		return Stream.of(System.getenv("PATH").split(File.pathSeparator))
			.map((folder) -> Path.of(folder, this.name))
			.filter(Files::isExecutable)
			.map(Path::toString)
			.findFirst();
	}

	private RuntimeException missing() {
		return missing(this.name + " is missing: set " + this.variable + ", or " + this.install);
	}

	/**
	 * What to throw where a component cannot be used.
	 * @param message what is missing, and how to get it
	 * @return skips the test, or fails it where components are required
	 */
	static RuntimeException missing(String message) {
		if (Boolean.parseBoolean(System.getenv("EMP_REQUIRE_COMPONENTS"))) {
			return new IllegalStateException(message);
		}
		System.out.println("Skipped: " + message);
		return new TestAbortedException(message);
	}

}
