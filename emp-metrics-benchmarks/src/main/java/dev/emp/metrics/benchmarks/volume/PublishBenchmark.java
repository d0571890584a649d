package dev.emp.metrics.benchmarks.volume;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Compares what a publish of 10,000 series costs by this library's sender and by Boot's:
 * bytes on the wire, time, memory, and system calls as strace counts them.
 */
public final class PublishBenchmark {

	private static final int PUBLISHES = 60;

	private static final int WARM_UP = 15;

	private PublishBenchmark() {
	}

	/**
	 * Measure.
	 * @param args names of ways to measure, all unless given
	 * @throws Exception if a process does not start
	 */
	public static void main(String[] args) throws Exception {
		Path folder = Files.createTempDirectory("publish");
		String line = "| %-26s | %9s | %7s | %12s | %12s | %8s | %9s | %8s |%n";
		System.out.printf(line, "sender", "body", "headers", "send() ms", "slowest ms", "cpu ms", "KB", "syscalls");
		System.out.printf(line, "---", "---:", "---:", "---:", "---:", "---:", "---:", "---:");
		for (Way way : (args.length > 0) ? Arrays.stream(args).map(Way::valueOf).toList() : List.of(Way.values())) {
			try (Receiver receiver = new Receiver()) {
				Map<String, Long> figures = figures(run(way, receiver, folder, true, false));
				Receiver.Received publish = publish(receiver.received());
				long busy = calls(run(way, receiver, folder, true, true));
				long idle = calls(run(way, receiver, folder, false, true));
				System.out.printf(line, way.label, publish.body().length, publish.head().length(),
						millis(figures, "send_us"), millis(figures, "send_max_us"), millis(figures, "cpu_us"),
						figure(figures, "allocated") / 1000, (busy - idle) / PUBLISHES);
			}
		}
	}

	/**
	 * The other requests are what the application sends of itself when it ends.
	 * @param received all requests
	 * @return one of the 10,000 series
	 */
	private static Receiver.Received publish(List<Receiver.Received> received) {
		Receiver.Received last = received.stream()
			.max(Comparator.comparingInt((request) -> request.body().length))
			.orElseThrow();
		if (received.size() < WARM_UP + PUBLISHES) {
			throw new IllegalStateException("Only " + received.size() + " requests");
		}
		return last;
	}

	private static long figure(Map<String, Long> figures, String key) {
		return Objects.requireNonNull(figures.get(key), key);
	}

	private static String millis(Map<String, Long> figures, String key) {
		return "%.2f".formatted(figure(figures, key) / 1000.0);
	}

	private static String run(Way way, Receiver receiver, Path folder, boolean publishing, boolean traced)
			throws IOException, InterruptedException {
		Path calls = folder.resolve("calls");
		List<String> command = new ArrayList<>();
		if (traced) {
			// what a JVM does to coordinate its threads is left out: it comes and goes by
			// the thousand
			command.addAll(List.of("strace", "-f", "--seccomp-bpf", "-c", "-e", "trace=%net,%desc,%file", "-o",
					calls.toString()));
		}
		// a collector with threads of its own would do more of its calls the longer it
		// runs
		command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m",
				"-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), Publisher.class.getName(),
				Integer.toString(PUBLISHES), Boolean.toString(publishing),
				"--management.otlp.metrics.export.url=" + receiver.url(), "--spring.main.banner-mode=off",
				"--management.otlp.metrics.export.step=1h"));
		for (String argument : way.arguments) {
			command.add(argument.replace("@", folder.resolve("spool").toString()));
		}
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
		builder.environment().keySet().removeIf((key) -> key.startsWith("OTEL_") || key.startsWith("MANAGEMENT_"));
		Process process = builder.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		if (process.waitFor() != 0) {
			throw new IllegalStateException(output);
		}
		return traced ? Files.readString(calls) : output;
	}

	private static Map<String, Long> figures(String output) {
		Map<String, Long> figures = new HashMap<>();
		output.lines()
			.filter((line) -> line.startsWith("cpu_us="))
			.flatMap((line) -> Arrays.stream(line.split(" ", -1)))
			.map((figure) -> figure.split("=", 2))
			.forEach((figure) -> figures.put(figure[0], Long.valueOf(figure[1])));
		return figures;
	}

	/**
	 * The last line of the table is the sum of all calls.
	 * @param table what strace wrote
	 * @return the number of calls
	 */
	private static long calls(String table) {
		String total = table.lines().filter((line) -> line.endsWith(" total")).findFirst().orElseThrow();
		return Long.parseLong(total.trim().split(" +", -1)[3]);
	}

	/**
	 * A sender and its settings.
	 */
	private enum Way {

		BOOT("Boot's sender", "--emp.metrics.enabled=false"),

		BOOT_GZIP("Boot's sender, gzip", "--emp.metrics.enabled=false",
				"--management.otlp.metrics.export.compression-mode=gzip"),

		OURS_PLAIN("ours, no compression", "--management.otlp.metrics.export.compression-mode=none"),

		OURS("ours, in memory"),

		OURS_SPOOL("ours, with a spool", "--emp.metrics.export.spool.directory=@");

		private final String label;

		private final List<String> arguments;

		Way(String label, String... arguments) {
			this.label = label;
			this.arguments = List.of(arguments);
		}

	}

}
