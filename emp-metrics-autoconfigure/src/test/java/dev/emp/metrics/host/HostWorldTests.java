package dev.emp.metrics.host;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import dev.emp.metrics.support.ChildProcess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests of the machine in processes with namespaces and a proc file system of their own.
 */
@EnabledOnOs(OS.LINUX)
class HostWorldTests {

	@TempDir
	private Path folder;

	@Test
	void aNetworkOfItsOwnIsNotThatOfTheMachineWhoseProcessesAreHidden() throws Exception {
		// without the rights, and the group, that let root see what is hidden
		List<String> output = run("unshare", "-n", "-m", "sh", "-c",
				"ip link add own0 type veth peer name own1; mount -t proc -o hidepid=2 proc /proc && "
						+ "exec setpriv --regid=65534 --clear-groups --bounding-set=-all --inh-caps=-all \"$0\" \"$@\"");
		assertThat(output).contains("read true").noneMatch((line) -> line.startsWith("interface "));
		assertThat(output).filteredOn((line) -> line.contains("The network interfaces of the machine")).hasSize(1);
		assertThat(ChildProcess.warnings(output)).isEmpty();
	}

	@Test
	void theOptionOfAProcWithNothingButProcessesIsNamed() throws Exception {
		List<String> output = run("unshare", "-m", "sh", "-c",
				"mount -t proc -o subset=pid proc /proc && exec \"$0\" \"$@\"");
		assertThat(output).contains("read false");
		assertThat(ChildProcess.warnings(output)).singleElement()
			.asString()
			.contains("The source host failed", "subset=pid")
			.doesNotContain("emp.metrics.host.proc-path");
	}

	private List<String> run(String... launcher) throws Exception {
		ChildProcess process = new ChildProcess(this.folder, List.of(launcher));
		assumeThat(process.isPossible()).as("root may do this here").isTrue();
		return process.run(HostWorker.class);
	}

}
