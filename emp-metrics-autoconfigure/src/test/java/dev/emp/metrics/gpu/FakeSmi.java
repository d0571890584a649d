package dev.emp.metrics.gpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A shell script that answers as {@code nvidia-smi} does: it refuses the first field that
 * it does not know, and prints a row for each GPU.
 */
final class FakeSmi {

	private static final List<String> REASONS = List.of("sw_power_cap", "hw_slowdown", "sw_thermal_slowdown",
			"hw_thermal_slowdown", "hw_power_brake_slowdown", "sync_boost");

	private final Path folder;

	private final List<Map<String, String>> gpus = new ArrayList<>();

	private String before = "";

	private int exit;

	FakeSmi(Path folder) {
		this.folder = folder;
	}

	static Map<String, String> gpu(int index, String name) {
		Map<String, String> gpu = new LinkedHashMap<>();
		gpu.put("index", Integer.toString(index));
		gpu.put("uuid", "GPU-11111111-2222-3333-4444-55555555555" + index);
		gpu.put("name", name);
		gpu.put("driver_version", "550.90.07");
		gpu.put("utilization.gpu", Integer.toString(75 + index));
		gpu.put("utilization.memory", "40");
		gpu.put("utilization.encoder", "3");
		gpu.put("utilization.decoder", "5");
		gpu.put("memory.used", "5723");
		gpu.put("memory.total", "81559");
		gpu.put("temperature.gpu", "64");
		gpu.put("power.draw", "412.35");
		gpu.put("clocks.sm", "1980");
		gpu.put("clocks.mem", "2619");
		REASONS.forEach((reason) -> gpu.put("clocks_event_reasons." + reason, "Not Active"));
		gpu.put("clocks_event_reasons.sw_power_cap", "Active");
		gpu.put("ecc.errors.corrected.volatile.total", "7");
		gpu.put("ecc.errors.uncorrected.volatile.total", "0");
		return gpu;
	}

	/**
	 * As drivers before 530 are.
	 * @param index the index
	 * @return a GPU that knows fewer fields, and some by their old names
	 */
	static Map<String, String> oldGpu(int index) {
		Map<String, String> gpu = gpu(index, "Tesla V100");
		gpu.remove("utilization.encoder");
		gpu.remove("utilization.decoder");
		REASONS.forEach((reason) -> {
			String active = gpu.remove("clocks_event_reasons." + reason);
			gpu.put("clocks_throttle_reasons." + reason, String.valueOf(active));
		});
		return gpu;
	}

	FakeSmi with(Map<String, String> gpu) {
		this.gpus.add(gpu);
		return this;
	}

	FakeSmi saying(String line) {
		this.before += "echo '" + line + "'\n";
		return this;
	}

	FakeSmi exiting(int code) {
		this.exit = code;
		return this;
	}

	/**
	 * How often it was run.
	 * @return how often
	 */
	int runs() throws IOException {
		return Files.readAllLines(this.folder.resolve("runs")).size();
	}

	NvidiaSmi reader() throws IOException {
		StringBuilder body = new StringBuilder("echo run >> '" + this.folder.resolve("runs") + "'\n");
		body.append("fields=${1#--query-gpu=}\nIFS=,\n");
		if (!this.gpus.isEmpty()) {
			body.append("for field in $fields; do case $field in ")
				.append(String.join("|", this.gpus.get(0).keySet()))
				.append(") ;; *) echo \"Field \\\"$field\\\" is not a valid field to query.\"; echo; exit 2 ;; esac; done\n");
		}
		body.append(this.before);
		for (Map<String, String> gpu : this.gpus) {
			body.append("row=; for field in $fields; do case $field in\n");
			gpu.forEach((field, value) -> body.append(field).append(") value='").append(value).append("' ;;\n"));
			body.append("esac; row=\"$row, $value\"; done; echo \"${row#, }\"\n");
		}
		Path program = script(this.folder, body.append("exit ").append(this.exit).append('\n').toString());
		return new NvidiaSmi(program.toString(), new KnownGpus());
	}

	static Path script(Path folder, String body) throws IOException {
		Path script = folder.resolve("nvidia-smi");
		Files.writeString(script, "#!/bin/sh\n" + body);
		return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
	}

}
