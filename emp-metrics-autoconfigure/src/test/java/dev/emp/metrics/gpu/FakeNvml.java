package dev.emp.metrics.gpu;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.awaitility.Awaitility;
import org.opentest4j.TestAbortedException;

/**
 * A library that answers as NVML does, built of {@code fakenvml.c} in a folder of a test.
 * What it answers can be changed while it is loaded.
 */
final class FakeNvml {

	private static final Path SOURCE = Path.of("src/test/resources/dev/emp/metrics/gpu/fakenvml.c");

	private final Path library;

	private final Path state;

	private final Path calls;

	private final Map<String, String> values = new LinkedHashMap<>();

	/**
	 * Build it.
	 * @param folder a folder of its own, since a process loads a path once
	 * @param without the functions that it lacks
	 */
	FakeNvml(Path folder, String... without) {
		this.library = folder.resolve("libnvidia-ml.so.1");
		this.state = folder.resolve("state");
		this.calls = folder.resolve("calls");
		List<String> command = new ArrayList<>(List.of("gcc", "-shared", "-fPIC", "-w", "-Wl,-soname,libnvidia-ml.so.1",
				"-DFAKE_NVML_FILE=\"" + this.state + "\"", "-o", this.library.toString()));
		for (String function : without) {
			command.add("-DWITHOUT_" + function);
		}
		command.add(SOURCE.toAbsolutePath().toString());
		build(command);
		set("calls", this.calls).set("driver", "550.54.15").set("count", 0);
	}

	private static void build(List<String> command) {
		Process process;
		try {
			process = new ProcessBuilder(command).redirectErrorStream(true).start();
		}
		catch (IOException ex) {
			throw missing("gcc is missing: apt-get install gcc libc6-dev");
		}
		try (var output = process.getInputStream()) {
			String said = new String(output.readAllBytes(), StandardCharsets.UTF_8);
			if (process.waitFor() != 0) {
				throw new IllegalStateException("gcc failed: " + said);
			}
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static RuntimeException missing(String message) {
		if (Boolean.parseBoolean(System.getenv("EMP_REQUIRE_COMPONENTS"))) {
			return new IllegalStateException(message);
		}
		System.out.println("Skipped: " + message);
		return new TestAbortedException(message);
	}

	/**
	 * Give it GPUs that know all there is to know.
	 * @param count how many
	 * @return this
	 */
	FakeNvml gpus(int count) {
		for (int i = 0; i < count; i++) {
			gpu(i, "name", "NVIDIA H100 80GB HBM3");
			gpu(i, "uuid", "GPU-" + i);
			gpu(i, "gpu", 75 - i).gpu(i, "memory", 40).gpu(i, "encoder", 3).gpu(i, "decoder", 5);
			gpu(i, "total", 85899345920L).gpu(i, "reserved", 536870912L).gpu(i, "used", 6000000000L + i);
			gpu(i, "temperature", 64).gpu(i, "power", 412345).gpu(i, "sm", 1980).gpu(i, "mem", 2619);
			gpu(i, "energy", 1234567).gpu(i, "reasons", "0x4");
			gpu(i, "corrected", 7).gpu(i, "uncorrected", 1).gpu(i, "replays", 9);
		}
		return set("count", count);
	}

	FakeNvml gpu(int index, String key, Object value) {
		this.values.put(key + "." + index, String.valueOf(value));
		return this;
	}

	FakeNvml without(int index, String key) {
		this.values.remove(key + "." + index);
		return write();
	}

	FakeNvml set(String key, Object value) {
		this.values.put(key, String.valueOf(value));
		return write();
	}

	/**
	 * Let it answer what was set from now on.
	 * @return this
	 */
	FakeNvml write() {
		StringBuilder text = new StringBuilder();
		this.values.forEach((key, value) -> text.append(key).append(' ').append(value).append('\n'));
		try {
			Path next = this.state.resolveSibling("next");
			Files.writeString(next, text);
			Files.move(next, this.state, StandardCopyOption.ATOMIC_MOVE);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return this;
	}

	Path library() {
		return this.library;
	}

	/**
	 * How it was initialised and shut down.
	 * @return init and shutdown, in the order of the calls
	 */
	List<String> calls() {
		return allCalls().stream().filter((call) -> !call.equals("hang")).toList();
	}

	private List<String> allCalls() {
		try {
			return Files.exists(this.calls) ? Files.readAllLines(this.calls) : List.of();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Wait until the driver is closed, which happens in the background and writes into
	 * the folder: a test that ends earlier could not delete it.
	 */
	void awaitShutdown() {
		Awaitility.await().until(() -> calls().contains("shutdown"));
	}

	boolean isAsked() {
		return allCalls().contains("hang");
	}

	NvmlGpus reader() {
		return new NvmlGpus(this.library.toString(), Path.of("/"), new KnownGpus());
	}

}
