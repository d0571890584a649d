package dev.emp.metrics.sample.component;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.emp.metrics.sample.SampleApplication;
import dev.emp.metrics.sample.work.Zips;

/**
 * The sample application as a process, with jobs that the test sends and no others.
 */
final class Worker implements AutoCloseable {

	private static final Pattern ARCHIVE = Pattern.compile("emp-metrics-sample-app-[\\d.]+(-SNAPSHOT)?\\.jar");

	private final RunningProgram program;

	private final int port;

	private Worker(RunningProgram program, int port) {
		this.program = program;
		this.port = port;
	}

	static Worker start(Path folder, String name, Map<String, String> environment, String... arguments) {
		return start(folder, name, environment, classes(), false, List.of(arguments), UnaryOperator.identity());
	}

	/**
	 * Start a worker in a control group.
	 * @param cgroup the group
	 * @param folder where the output goes
	 * @param name the name of the worker
	 * @param environment the environment variables
	 * @param arguments the arguments
	 * @return the worker
	 */
	static Worker startIn(OwnCgroup cgroup, Path folder, String name, Map<String, String> environment,
			String... arguments) {
		return start(folder, name, environment, classes(), false, List.of(arguments), cgroup::enter);
	}

	/**
	 * Start the archive that the build made, as a container does.
	 * @param folder where the output goes
	 * @param environment the environment variables
	 * @return the worker
	 * @throws IOException if there is no archive
	 */
	static Worker startPackaged(Path folder, Map<String, String> environment) throws IOException {
		try (Stream<Path> files = Files.list(Path.of("target"))) {
			Path archive = files.filter((file) -> ARCHIVE.matcher(file.getFileName().toString()).matches())
				.findAny()
				.orElseThrow();
			return start(folder, "worker", environment, List.of("-jar", archive.toString()), false, List.of(),
					UnaryOperator.identity());
		}
	}

	/**
	 * Start the worker with its own load: four jobs a second, some of which fail.
	 * @param folder where the output goes
	 * @param environment the environment variables
	 * @param arguments the arguments
	 * @return the worker
	 */
	static Worker startWithLoad(Path folder, Map<String, String> environment, String... arguments) {
		List<String> all = new ArrayList<>(List.of(arguments));
		all.add("--sample.load.incident.duration=0");
		return start(folder, "worker", environment, classes(), true, all, UnaryOperator.identity());
	}

	private static List<String> classes() {
		return List.of("-cp", System.getProperty("java.class.path"), SampleApplication.class.getName());
	}

	private static Worker start(Path folder, String name, Map<String, String> environment, List<String> program,
			boolean load, List<String> arguments, UnaryOperator<List<String>> wrapper) {
		int port = RunningProgram.freePort();
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(program);
		command.addAll(List.of("--server.port=" + port, "--sample.load.enabled=" + load));
		command.addAll(arguments);
		RunningProgram running = RunningProgram.start(folder, name, wrapper.apply(command), environment);
		return new Worker(running.awaitAnswer("http://localhost:" + port + "/actuator/health"), port);
	}

	/**
	 * Send jobs of each kind: two thumbnails, one of each other, and a text that is none.
	 * @throws IOException if the worker does not answer
	 */
	void work() throws IOException {
		byte[] image = input("inputs/images/chelsea.png");
		for (String priority : List.of("high", "low")) {
			accepted(200, Http.post(url("/jobs?priority=" + priority), "image/png", image));
		}
		accepted(200, Http.post(url("/jobs?type=hash"), "application/octet-stream", image));
		accepted(200, Http.post(url("/jobs?type=compress"), "image/png", image));
		accepted(200, Http.post(url("/jobs?type=words"), "text/plain", "to be".getBytes(StandardCharsets.UTF_8)));
		accepted(200, Http.post(url("/jobs?type=archive"), "application/zip", Zips.of("to be", "or not to be")));
		accepted(200, Http.post(url("/jobs"), "text/plain", "to be or not to be".getBytes(StandardCharsets.UTF_8)));
		accepted(400, Http.post(url("/jobs"), "text/plain", new byte[] { (byte) 0xc3, (byte) 0x28 }));
	}

	String url(String path) {
		return "http://localhost:" + this.port + path;
	}

	int port() {
		return this.port;
	}

	String output() {
		return this.program.output();
	}

	@Override
	public void close() {
		this.program.close();
	}

	private static void accepted(int expected, int status) {
		if (status != expected) {
			throw new IllegalStateException("The worker answered " + status + " instead of " + expected);
		}
	}

	private static byte[] input(String name) throws IOException {
		try (InputStream stream = Worker.class.getClassLoader().getResourceAsStream(name)) {
			return Objects.requireNonNull(stream, name).readAllBytes();
		}
	}

}
