package dev.emp.metrics.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.emp.metrics.support.Meters;
import dev.emp.metrics.support.NetworkDevices;
import dev.emp.metrics.support.SysNet;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for which network interfaces of a machine are metered.
 */
class HostInterfacesTests {

	@TempDir
	private Path root;

	private final MeterRegistry registry = new SimpleMeterRegistry();

	@BeforeEach
	void createMachine() throws IOException {
		Files.createDirectories(this.root.resolve("proc/2"));
		Files.createDirectories(this.root.resolve("proc/1/net"));
		Files.createDirectories(this.root.resolve("sys/block"));
		Files.writeString(this.root.resolve("proc/2/comm"), "kthreadd\n");
		Files.writeString(this.root.resolve("proc/meminfo"), "MemTotal: 100 kB\nMemFree: 50 kB\n");
	}

	@Test
	void theKernelTellsWhatIsHardwareWhateverItsNameIs() throws IOException {
		new SysNet(this.root.resolve("sys")).loopback()
			.hardware("ens5")
			.hardware("veth-of-nobody")
			.pair("eni8f2c0a1b2c3")
			.pair("gke12ab34cd")
			.pair("azv1234567")
			.pair("0f1e2d3c4b5a6_h")
			.bridge("ovn-k8s")
			.upon("bond0", "ens5")
			.virtual("wt0", 65534);
		interfaces("lo", "ens5", "veth-of-nobody", "eni8f2c0a1b2c3", "gke12ab34cd", "azv1234567", "0f1e2d3c4b5a6_h",
				"ovn-k8s", "bond0", "wt0");
		assertThat(read(reader(List.of(), null, 100))).containsExactly("ens5", "veth-of-nobody");
	}

	@Test
	void whatBecomesPartOfAnotherInterfaceIsNotCountedForLong() throws IOException {
		SysNet sys = new SysNet(this.root.resolve("sys")).hardware("eth0").hardware("enP1s1");
		interfaces("eth0", "enP1s1");
		LinuxHostReader reader = reader(List.of(), null, 100);
		assertThat(read(reader)).containsExactly("eth0", "enP1s1");
		sys.with("enP1s1", "master/device");
		for (int i = 2; i < 10; i++) {
			read(reader);
		}
		assertThat(read(reader)).containsExactly("eth0");
	}

	@Test
	void aMachineThatIsShownLaterIsFoundAfterAWhile() throws IOException {
		interfaces("eth0");
		Files.delete(this.root.resolve("proc/2/comm"));
		LinuxHostReader reader = reader(List.of(), null, 100);
		assertThat(read(reader)).isEmpty();
		Files.writeString(this.root.resolve("proc/2/comm"), "kthreadd\n");
		for (int i = 1; i < 10; i++) {
			assertThat(read(reader)).isEmpty();
		}
		assertThat(read(reader)).containsExactly("eth0");
	}

	@Test
	void namesDecideWhereTheKernelDoesNotSay() throws IOException {
		interfaces("lo", "ens5", "veth1a2b3c4", "docker0", "bond0");
		assertThat(read(reader(List.of(), null, 100))).containsExactly("ens5", "bond0");
	}

	@Test
	void aNameThatNoFileCanHaveCostsNoOther() throws IOException {
		NetworkDevices devices = new NetworkDevices(
				new SysNet(this.root.resolve("sys")).loopback().hardware("eth0").folder());
		InterfaceCounters known = new InterfaceCounters("eth0", 1, 1, 0, 0, 0, 0, Link.UNKNOWN);
		// as an accent is where file names are ASCII
		InterfaceCounters other = new InterfaceCounters("n\ud8000", 1, 1, 0, 0, 0, 0, Link.UNKNOWN);
		List<InterfaceCounters> linked = new Links(devices).next(List.of(known, other));
		assertThat(linked).extracting((each) -> each.link().identity()).containsExactly(2L, null);
	}

	@Test
	void namesThatTheUserGivesDecideAlone() throws IOException {
		new SysNet(this.root.resolve("sys")).hardware("ens5").pair("gke1").virtual("wt0", 65534);
		interfaces("ens5", "gke1", "wt0");
		assertThat(read(reader(List.of("wt*"), null, 100))).containsExactly("wt0");
		assertThat(read(reader(List.of(), List.of(), 100))).containsExactly("ens5", "gke1", "wt0");
		assertThat(read(reader(List.of(), List.of("gke*"), 100))).containsExactly("ens5", "wt0");
	}

	@Test
	void theLimitCountsWhatIsThereAndNotWhatWasThere() throws IOException {
		LinuxHostReader reader = reader(List.of(), List.of("lo"), 3);
		for (int day = 0; day < 50; day++) {
			interfaces("lo", "eth0", "a" + day, "b" + day);
			assertThat(read(reader)).containsExactly("eth0", "a" + day, "b" + day);
		}
		assertThat(this.registry.find("emp.metrics.cardinality.overflow").counters())
			.allSatisfy((counter) -> assertThat(counter.count()).isZero());
		interfaces("lo", "eth0", "a", "b", "c");
		assertThat(read(reader)).containsExactly("eth0", "a", "b");
		assertThat(this.registry.get("emp.metrics.cardinality.overflow").counter().count()).isOne();
	}

	private LinuxHostReader reader(List<String> include, @Nullable List<String> exclude, int limit) {
		HostProperties properties = new HostProperties(true, null, this.root.resolve("proc").toString(), null,
				new HostProperties.Disks(List.of(), null), new HostProperties.Interfaces(include, exclude),
				new HostProperties.Limits(100, limit));
		return HostReaders.linux(properties, new Meters(this.registry));
	}

	private static List<String> read(LinuxHostReader reader) throws IOException {
		return reader.read().interfaces().stream().map(InterfaceCounters::name).toList();
	}

	private void interfaces(String... names) throws IOException {
		StringBuilder text = new StringBuilder("Inter-| Receive | Transmit\n face |bytes |bytes\n");
		for (String name : names) {
			text.append(name).append(": 1 1 0 0 0 0 0 0 1 1 0 0 0 0 0 0\n");
		}
		Files.writeString(this.root.resolve("proc/1/net/dev"), text);
	}

}
