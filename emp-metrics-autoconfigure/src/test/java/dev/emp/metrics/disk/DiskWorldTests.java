package dev.emp.metrics.disk;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import dev.emp.metrics.support.ChildProcess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests of disk space in processes with a locale, a root or a proc file system of their
 * own.
 */
@EnabledOnOs(OS.LINUX)
class DiskWorldTests {

	/** Of the shell, since this JVM may have no locale either. */
	private static final List<String> IN_ACCENTED = List.of("sh", "-c",
			"cd \"$0\" && d=$(printf 'donn\\303\\251es') && mkdir -p \"$d\" && cd \"$d\" && exec \"$@\"");

	@TempDir
	private Path folder;

	@Test
	void aPathThatTheLocaleCannotSpellIsOneWarningWithTheRemedy() throws Exception {
		List<String> output = run(process(List.of()), "/data/donn\\u00e9es");
		assertThat(output).contains("total unknown");
		assertThat(ChildProcess.warnings(output)).singleElement()
			.asString()
			.contains("The source disk:/data/donn", "LC_ALL=C.UTF-8");
	}

	@Test
	void aWorkingDirectoryThatTheLocaleCannotSpellIsOneWarningWithTheRemedy() throws Exception {
		assumeThat(Files.exists(Path.of("/workspace"))).isFalse();
		List<String> output = run(process(inAccented()), "");
		assertThat(output).contains("total unknown");
		assertThat(ChildProcess.warnings(output)).singleElement().asString().contains("/donn", "LC_ALL=C.UTF-8");
	}

	@Test
	void theLocaleOfTheWarningHelps() throws Exception {
		List<String> output = run(process(inAccented()).locale("C.UTF-8"), this.folder + "/donn\\u00e9es");
		assertThat(output).contains("total " + this.folder.toFile().getTotalSpace());
		assertThat(ChildProcess.warnings(output)).isEmpty();
	}

	@Test
	void aRootWithoutAMountEntryHasItsSpace() throws Exception {
		Path root = Files.createDirectory(this.folder.resolve("root"));
		List<String> launcher = List.of("unshare", "-m", "sh", "-c",
				"for d in /*; do if [ -L \"$d\" ]; then ln -sfn $(readlink \"$d\") \"$0$d\"; elif [ -d \"$d\" ]; then "
						+ "mkdir -p \"$0$d\" && mount --rbind \"$d\" \"$0$d\" || exit 1; fi; done; exec chroot \"$0\" \"$@\"",
				root.toString());
		assumeThat(process(launcher).isPossible()).as("root may mount here").isTrue();
		List<String> output = run(process(launcher), "/");
		assertThat(output).contains("total " + root.toFile().getTotalSpace());
		assertThat(ChildProcess.warnings(output)).isEmpty();
	}

	@Test
	void aProcWithNothingButProcessesHidesNoSpace() throws Exception {
		List<String> launcher = List.of("unshare", "-m", "sh", "-c",
				"mount -t proc -o subset=pid proc /proc && exec \"$0\" \"$@\"");
		assumeThat(process(launcher).isPossible()).as("root may mount here, and the kernel is of 5.8 or later")
			.isTrue();
		List<String> output = run(process(launcher), this.folder.toString());
		assertThat(output).contains("total " + this.folder.toFile().getTotalSpace());
		assertThat(ChildProcess.warnings(output)).isEmpty();
	}

	private List<String> inAccented() {
		List<String> launcher = new ArrayList<>(IN_ACCENTED);
		launcher.add(this.folder.toString());
		return launcher;
	}

	private ChildProcess process(List<String> launcher) {
		return new ChildProcess(this.folder, launcher);
	}

	private List<String> run(ChildProcess process, String path) throws Exception {
		Path settings = this.folder.resolve("settings.properties");
		Files.writeString(settings, "emp.metrics.disk.paths=" + path + "\nemp.metrics.disk.interval=1s\n");
		return process.run(DiskWorker.class, "--spring.config.location=file:" + settings);
	}

}
