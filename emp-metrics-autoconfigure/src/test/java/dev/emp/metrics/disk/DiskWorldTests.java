package dev.emp.metrics.disk;

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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests of disk space in processes with a locale, a root or a proc file system of their
 * own.
 */
@EnabledOnOs(OS.LINUX)
class DiskWorldTests {

	private static final List<String> NO_LAUNCHER = List.of("env");

	/** Of the shell, since this JVM may have no locale either. */
	private static final List<String> IN_ACCENTED = List.of("sh", "-c",
			"cd \"$0\" && d=$(printf 'donn\\303\\251es') && mkdir -p \"$d\" && cd \"$d\" && exec \"$@\"");

	@TempDir
	private Path folder;

	@Test
	void aPathThatTheLocaleCannotSpellIsOneWarningWithTheRemedy() throws Exception {
		List<String> output = run("C", NO_LAUNCHER, "/data/donn\\u00e9es");
		assertThat(output).contains("total unknown");
		assertThat(warnings(output)).singleElement()
			.asString()
			.contains("The source disk:/data/donn", "LC_ALL=C.UTF-8");
	}

	@Test
	void aWorkingDirectoryThatTheLocaleCannotSpellIsOneWarningWithTheRemedy() throws Exception {
		assumeThat(Files.exists(Path.of("/workspace"))).isFalse();
		List<String> output = run("C", inAccented(), "");
		assertThat(output).contains("total unknown");
		assertThat(warnings(output)).singleElement().asString().contains("/donn", "LC_ALL=C.UTF-8");
	}

	@Test
	void theLocaleOfTheWarningHelps() throws Exception {
		List<String> output = run("C.UTF-8", inAccented(), this.folder + "/donn\\u00e9es");
		assertThat(output).contains("total " + this.folder.toFile().getTotalSpace());
		assertThat(warnings(output)).isEmpty();
	}

	@Test
	void aRootWithoutAMountEntryHasItsSpace() throws Exception {
		Path root = Files.createDirectory(this.folder.resolve("root"));
		List<String> launcher = List.of("unshare", "-m", "sh", "-c",
				"for d in /*; do if [ -L \"$d\" ]; then ln -sfn $(readlink \"$d\") \"$0$d\"; elif [ -d \"$d\" ]; then "
						+ "mkdir -p \"$0$d\" && mount --rbind \"$d\" \"$0$d\" || exit 1; fi; done; exec chroot \"$0\" \"$@\"",
				root.toString());
		assumeThat(isPossible(launcher)).as("root may mount here").isTrue();
		List<String> output = run("C", launcher, "/");
		assertThat(output).contains("total " + root.toFile().getTotalSpace());
		assertThat(warnings(output)).isEmpty();
	}

	@Test
	void aProcWithNothingButProcessesHidesNoSpace() throws Exception {
		List<String> launcher = List.of("unshare", "-m", "sh", "-c",
				"mount -t proc -o subset=pid proc /proc && exec \"$0\" \"$@\"");
		assumeThat(isPossible(launcher)).as("root may mount here, and the kernel is of 5.8 or later").isTrue();
		List<String> output = run("C", launcher, this.folder.toString());
		assertThat(output).contains("total " + this.folder.toFile().getTotalSpace());
		assertThat(warnings(output)).isEmpty();
	}

	private List<String> inAccented() {
		List<String> launcher = new ArrayList<>(IN_ACCENTED);
		launcher.add(this.folder.toString());
		return launcher;
	}

	private List<String> run(String locale, List<String> launcher, String path) throws Exception {
		Path settings = this.folder.resolve("settings.properties");
		Files.writeString(settings, "emp.metrics.disk.paths=" + path + "\nemp.metrics.disk.interval=1s\n");
		Path output = this.folder.resolve("output");
		List<String> command = new ArrayList<>(launcher);
		command.addAll(List.of(System.getProperty("java.home") + "/bin/java", "-Xmx128m", "-XX:TieredStopAtLevel=1",
				"-cp", classPath(), DiskWorker.class.getName(), "--spring.config.location=file:" + settings));
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
		builder.environment().remove("LANG");
		builder.environment().put("LC_ALL", locale);
		Process process = builder.start();
		try {
			boolean ended = process.waitFor(120, TimeUnit.SECONDS);
			// in whatever encoding it is
			String said = Files.readString(output, StandardCharsets.ISO_8859_1);
			assertThat(ended && process.exitValue() == 0).as(said).isTrue();
			return said.lines().toList();
		}
		finally {
			process.destroyForcibly();
		}
	}

	private static String classPath() {
		return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
			.map((entry) -> Path.of(entry).toAbsolutePath().toString())
			.collect(Collectors.joining(File.pathSeparator));
	}

	private static List<String> warnings(List<String> output) {
		return output.stream().filter((line) -> line.matches(".*\\b(WARN|ERROR)\\b.*")).toList();
	}

	private static boolean isPossible(List<String> launcher) throws InterruptedException {
		try {
			List<String> command = new ArrayList<>(launcher);
			command.add("true");
			return new ProcessBuilder(command).start().waitFor() == 0;
		}
		catch (IOException ex) {
			return false;
		}
	}

}
