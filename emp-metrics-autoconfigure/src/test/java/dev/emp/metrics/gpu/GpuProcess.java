package dev.emp.metrics.gpu;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A {@link GpuWorker} that has ended.
 *
 * @param output what it printed
 * @param classes what it loaded, a line each
 */
record GpuProcess(List<String> output, List<String> classes) {

	/**
	 * Run one.
	 * @param folder a folder for its files
	 * @param launcher what stands before the command of the JVM
	 * @param options options of the JVM
	 * @param onClassPath which entries of the class path it has
	 * @param arguments the meter that it waits for, and properties
	 * @return what became of it
	 * @throws Exception if it does not end well
	 */
	static GpuProcess run(Path folder, List<String> launcher, List<String> options, Predicate<String> onClassPath,
			String... arguments) throws Exception {
		Path output = folder.resolve("output");
		Path classes = folder.resolve("classes");
		List<String> command = new ArrayList<>(launcher);
		command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
		command.addAll(List.of("-Xmx128m", "-XX:TieredStopAtLevel=1", "-Xlog:class+load:file=" + classes));
		command.addAll(options);
		command.addAll(List.of("-cp", classPath(onClassPath), GpuWorker.class.getName()));
		command.addAll(List.of(arguments));
		command.add("--emp.metrics.gpu.interval=1s");
		Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
		try {
			if (!process.waitFor(120, TimeUnit.SECONDS) || process.exitValue() != 0) {
				throw new IllegalStateException("The worker failed: " + Files.readString(output));
			}
		}
		finally {
			process.destroyForcibly();
		}
		return new GpuProcess(lines(output), lines(classes));
	}

	private static List<String> lines(Path file) throws IOException {
		return Files.readString(file, StandardCharsets.UTF_8).lines().toList();
	}

	private static String classPath(Predicate<String> wanted) {
		return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
			.filter(wanted)
			.collect(Collectors.joining(File.pathSeparator));
	}

	/**
	 * What it logged above a level.
	 * @return the lines
	 */
	List<String> warnings() {
		return this.output.stream().filter((line) -> line.matches(".*\\b(WARN|WARNING|ERROR|SEVERE)\\b.*")).toList();
	}

	List<String> meters(String part) {
		return this.output.stream().filter((line) -> line.startsWith("meter ") && line.contains(part)).toList();
	}

	/**
	 * The lines that tell of GPUs.
	 * @return the lines, without those of meters
	 */
	List<String> saidOfGpus() {
		return this.output.stream()
			.filter((line) -> line.matches(".*(gpu|GPU|nvml|NVML|jna|JNA).*") && !line.startsWith("meter "))
			.filter((line) -> !line.contains("GpuWorker"))
			.toList();
	}

}
