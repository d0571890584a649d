package dev.emp.metrics.support;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs a class in a JVM of its own, with a locale, a root or namespaces of its own.
 */
public final class ChildProcess {

	private final Path output;

	private final List<String> launcher;

	private String locale = "C";

	/**
	 * Create it without running anything.
	 * @param folder a folder for what it prints
	 * @param launcher what stands before the command of the JVM
	 */
	public ChildProcess(Path folder, List<String> launcher) {
		this.output = folder.resolve("output");
		this.launcher = launcher;
	}

	public ChildProcess locale(String locale) {
		this.locale = locale;
		return this;
	}

	/**
	 * Whether the launcher works here, which mostly is a matter of rights.
	 * @return whether it does
	 * @throws InterruptedException if the thread is interrupted
	 */
	public boolean isPossible() throws InterruptedException {
		try {
			List<String> command = new ArrayList<>(this.launcher);
			command.add("true");
			return new ProcessBuilder(command).start().waitFor() == 0;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Run it and wait for its end.
	 * @param main the class
	 * @param arguments its arguments
	 * @return what it printed
	 * @throws Exception if it does not end well
	 */
	public List<String> run(Class<?> main, String... arguments) throws Exception {
		List<String> command = new ArrayList<>(this.launcher);
		command.addAll(List.of(System.getProperty("java.home") + "/bin/java", "-Xmx128m", "-XX:TieredStopAtLevel=1",
				"-cp", classPath(), main.getName()));
		command.addAll(List.of(arguments));
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(this.output.toFile());
		builder.environment().remove("LANG");
		builder.environment().put("LC_ALL", this.locale);
		Process process = builder.start();
		try {
			boolean ended = process.waitFor(120, TimeUnit.SECONDS);
			// in whatever encoding it is
			String said = Files.readString(this.output, StandardCharsets.ISO_8859_1);
			assertThat(ended && process.exitValue() == 0).as(said).isTrue();
			return said.lines().toList();
		}
		finally {
			process.destroyForcibly();
		}
	}

	/**
	 * The warnings and errors among what was printed.
	 * @param output the lines
	 * @return those lines
	 */
	public static List<String> warnings(List<String> output) {
		return output.stream().filter((line) -> line.matches(".*\\b(WARN|ERROR)\\b.*")).toList();
	}

	private static String classPath() {
		return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
			.map((entry) -> Path.of(entry).toAbsolutePath().toString())
			.collect(Collectors.joining(File.pathSeparator));
	}

}
