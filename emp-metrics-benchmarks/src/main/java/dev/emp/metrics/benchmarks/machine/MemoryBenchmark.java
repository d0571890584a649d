package dev.emp.metrics.benchmarks.machine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

import dev.emp.metrics.benchmarks.volume.Worker;

/**
 * Starts a usual worker for each variant, several times, and prints how much more memory
 * each takes than the one that does not look at its machine: what is resident, and what
 * the JVM knows it has for classes and compiled code, which scatters less. The heap is
 * fixed and touched before, and the second compiler, whose own memory comes and goes by
 * more than what is to be measured, is off.
 */
public final class MemoryBenchmark {

	private static final int SECONDS = 30;

	private static final String READY = "ready to be measured";

	private static final Pattern CATEGORY = Pattern.compile("-\\s+([A-Za-z ]+) \\(reserved=.*, committed=(\\d+)KB\\)");

	private static final Set<String> CLASSES_AND_CODE = Set.of("Class", "Code", "Symbol", "Metaspace");

	private MemoryBenchmark() {
	}

	/**
	 * Measure, or be one of the processes.
	 * @param args how many processes of each variant, or the name of the variant
	 * @throws Exception if a process does not start
	 */
	public static void main(String[] args) throws Exception {
		if (args.length > 0 && !args[0].matches("\\d+")) {
			work(Variant.valueOf(args[0]));
			return;
		}
		int runs = (args.length > 0) ? Integer.parseInt(args[0]) : 5;
		Map<Variant, List<Memory>> memory = new EnumMap<>(Variant.class);
		for (int i = 0; i < runs; i++) {
			for (Variant variant : Variant.values()) {
				if (variant.isMeasurable()) {
					memory.computeIfAbsent(variant, (key) -> new ArrayList<>()).add(measure(variant));
				}
			}
		}
		print(memory);
	}

	private static void work(Variant variant) throws InterruptedException {
		try (ConfigurableApplicationContext context = SpringApplication.run(Worker.class, variant.arguments())) {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			Runnable look = variant.look();
			for (int i = 0; i < SECONDS; i++) {
				look.run();
				registry.getMeters().forEach((meter) -> meter.measure().forEach(Measurement::getValue));
				TimeUnit.SECONDS.sleep(1);
			}
			System.gc();
			System.out.println(READY);
			TimeUnit.HOURS.sleep(1);
		}
	}

	private static Memory measure(Variant variant) throws IOException {
		Path bin = Path.of(System.getProperty("java.home"), "bin");
		List<String> command = List.of(bin.resolve("java").toString(), "-XX:+UseSerialGC", "-Xms64m", "-Xmx64m",
				"-XX:+AlwaysPreTouch", "-XX:TieredStopAtLevel=1", "-XX:NativeMemoryTracking=summary",
				"-Dmemory.nvml=" + System.getProperty("memory.nvml", ""), "-cp", System.getProperty("java.class.path"),
				MemoryBenchmark.class.getName(), variant.name());
		Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
		try (BufferedReader output = reader(process.getInputStream())) {
			if (output.lines().noneMatch(READY::equals)) {
				throw new IllegalStateException("The worker ended: " + variant);
			}
			return new Memory(resident(process.pid()), classesAndCode(bin, process.pid()));
		}
		finally {
			process.destroyForcibly();
		}
	}

	private static long resident(long pid) throws IOException {
		try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
			return lines.filter((line) -> line.startsWith("VmRSS:"))
				.mapToLong((line) -> Long.parseLong(line.replaceAll("\\D", "")))
				.findFirst()
				.orElseThrow();
		}
	}

	private static long classesAndCode(Path bin, long pid) throws IOException {
		Process jcmd = new ProcessBuilder(bin.resolve("jcmd").toString(), Long.toString(pid), "VM.native_memory",
				"summary")
			.start();
		try (BufferedReader output = reader(jcmd.getInputStream())) {
			return output.lines()
				.map(CATEGORY::matcher)
				.filter(Matcher::matches)
				.filter((category) -> CLASSES_AND_CODE.contains(category.group(1)))
				.mapToLong((category) -> Long.parseLong(category.group(2)))
				.sum();
		}
	}

	private static BufferedReader reader(InputStream stream) {
		return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
	}

	private static void print(Map<Variant, List<Memory>> memory) {
		System.out.printf("%n| what | resident, MB | more, MB | more classes and code, MB |%n"
				+ "| --- | ---: | ---: | ---: |%n");
		List<Memory> nothing = memory.getOrDefault(Variant.NOTHING, List.of());
		memory.forEach((variant, measured) -> System.out.printf("| %s | %.1f | %.1f | %.1f |%n", variant.label(),
				medianMegabytes(measured, Memory::resident),
				medianMegabytes(measured, Memory::resident) - medianMegabytes(nothing, Memory::resident),
				medianMegabytes(measured, Memory::classesAndCode) - medianMegabytes(nothing, Memory::classesAndCode)));
	}

	private static double medianMegabytes(List<Memory> measured, ToLongFunction<Memory> kilobytes) {
		return measured.stream().mapToLong(kilobytes).sorted().skip(measured.size() / 2).findFirst().orElseThrow()
				/ 1024.0;
	}

	/**
	 * Of one process, in KB.
	 *
	 * @param resident what is in the memory of the machine
	 * @param classesAndCode what the JVM has of the operating system for them
	 */
	private record Memory(long resident, long classesAndCode) {

	}

}
