package dev.emp.metrics.sample.component;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;

/**
 * A process of a test, its output in a file, ended with the test.
 */
final class RunningProgram implements AutoCloseable {

	private final Process process;

	private final Path log;

	private RunningProgram(Process process, Path log) {
		this.process = process;
		this.log = log;
	}

	static RunningProgram start(Path folder, String name, List<String> command, Map<String, String> environment) {
		try {
			Path log = folder.resolve(name + ".log");
			ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
			builder.environment().keySet().removeIf((key) -> key.startsWith("OTEL_") || key.startsWith("MANAGEMENT_"));
			builder.environment().putAll(environment);
			return new RunningProgram(builder.start(), log);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static int freePort() {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Wait until the program answers.
	 * @param url an address that answers with 200 once the program is ready
	 * @return this program
	 */
	RunningProgram awaitAnswer(String url) {
		Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(200)).until(() -> {
			if (!this.process.isAlive()) {
				throw new IllegalStateException("The program ended:\n" + output());
			}
			return Http.answers(url);
		});
		return this;
	}

	long pid() {
		return this.process.pid();
	}

	String output() {
		try {
			return Files.readString(this.log);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * End the program as a service manager does, and by force if it does not listen.
	 */
	@Override
	public void close() {
		this.process.destroy();
		try {
			if (!this.process.waitFor(30, TimeUnit.SECONDS)) {
				this.process.destroyForcibly();
			}
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
	}

}
