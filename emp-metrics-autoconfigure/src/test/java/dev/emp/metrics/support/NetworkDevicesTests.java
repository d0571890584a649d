package dev.emp.metrics.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import dev.emp.metrics.support.NetworkDevices.Kind;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NetworkDevices}.
 */
class NetworkDevicesTests {

	@TempDir
	private Path sys;

	@Test
	void tellsKindsWhateverTheNamesAre() throws IOException {
		SysNet net = new SysNet(this.sys).loopback()
			.hardware("veth0")
			.pair("eth0")
			.pair("eni1a2b3c4d")
			.bridge("enp0s3")
			.port("wan")
			.upon("eth0.5", "veth0")
			.virtual("tun0", 65534)
			.virtual("ipip1", 768)
			.virtual("dummy0", 1)
			.virtual("vx1", 1)
			.type("vx1", "vxlan")
			.pair("mv0")
			.pair("tap1")
			.with("tap1", "tun_flags");
		NetworkDevices devices = new NetworkDevices(net.folder());
		assertThat(devices.kind("lo")).isEqualTo(Kind.INNER);
		assertThat(devices.kind("veth0")).isEqualTo(Kind.HARDWARE);
		assertThat(devices.kind("eth0")).isEqualTo(Kind.PEER);
		assertThat(devices.kind("eni1a2b3c4d")).isEqualTo(Kind.PEER);
		assertThat(devices.kind("enp0s3")).isEqualTo(Kind.INNER);
		assertThat(devices.kind("wan")).isEqualTo(Kind.INNER);
		assertThat(devices.kind("eth0.5")).isEqualTo(Kind.INNER);
		assertThat(devices.kind("mv0")).isEqualTo(Kind.PEER);
		assertThat(new String[] { "tun0", "ipip1", "dummy0", "vx1", "tap1" })
			.allSatisfy((name) -> assertThat(devices.kind(name)).isEqualTo(Kind.VIRTUAL));
		assertThat(devices.names()).hasSize(13).contains("lo", "eth0", "tap1");
	}

	@Test
	void hardwareThatIsThePortOfABridgeStaysHardware() throws IOException {
		SysNet net = new SysNet(this.sys).bridge("br0").hardware("eth0").with("eth0", "brport").with("eth0", "master");
		assertThat(new NetworkDevices(net.folder()).kind("eth0")).isEqualTo(Kind.HARDWARE);
	}

	@Test
	void theHardwareBehindAnInterfaceOfTheHypervisorIsCountedThere() throws IOException {
		SysNet net = new SysNet(this.sys).hardware("eth0").hardware("enP1s1").with("enP1s1", "master/device");
		NetworkDevices devices = new NetworkDevices(net.folder());
		assertThat(devices.kind("eth0")).isEqualTo(Kind.HARDWARE);
		assertThat(devices.kind("enP1s1")).isEqualTo(Kind.INNER);
	}

	@Test
	void whatIsNotShownIsUnknown() throws IOException {
		NetworkDevices devices = new NetworkDevices(new SysNet(this.sys).hardware("eth0").folder());
		Files.createDirectories(this.sys.resolve("class/net/bare"));
		assertThat(new String[] { "eth1", "", ".", "..", "../net/eth0", "a\0b", "bare" })
			.allSatisfy((name) -> assertThat(devices.kind(name)).as(name).isEqualTo(Kind.UNKNOWN));
		assertThat(new NetworkDevices(null).kind("eth0")).isEqualTo(Kind.UNKNOWN);
		assertThat(new NetworkDevices(null).names()).isEmpty();
		assertThat(new NetworkDevices(this.sys.resolve("none")).names()).isEmpty();
	}

	@Test
	void whatHasTheNumberOfItsOtherEndInAnotherNetworkIsNotAlone() throws IOException {
		SysNet net = new SysNet(this.sys).link("eth0", 2, 2)
			.speed("eth0", 10_000)
			.link("net1", 3, 3)
			.speed("net1", -1)
			.link("dummy0", 4, 4)
			.link("tap0", 5, 5)
			.with("tap0", "tun_flags")
			.speed("tap0", 10)
			.link("bond0", 6, 6)
			.type("bond0", "bond")
			.speed("bond0", -1);
		NetworkDevices devices = new NetworkDevices(net.folder());
		assertThat(devices.kind("eth0")).isEqualTo(Kind.PEER);
		assertThat(devices.kind("net1")).as("a macvlan upon what tells no speed").isEqualTo(Kind.PEER);
		assertThat(new String[] { "dummy0", "tap0", "bond0" })
			.allSatisfy((name) -> assertThat(devices.kind(name)).as(name).isEqualTo(Kind.VIRTUAL));
	}

	@Test
	void endsOfOnePairReceiveWhatTheOtherSends() throws IOException {
		SysNet net = new SysNet(this.sys).link("pa", 5, 4).link("pb", 4, 5).link("eth0", 2, 5);
		NetworkDevices devices = new NetworkDevices(net.counted("pa", 70, 3000).counted("pb", 3000, 70).folder());
		assertThat(devices.isPair("pa", "pb")).isTrue();
		assertThat(devices.isPair("pb", "pa")).isTrue();
		assertThat(devices.isPair("eth0", "pa")).isFalse();
		net.counted("pa", 71, 3000);
		assertThat(devices.isPair("pa", "pb")).as("numbers of other networks").isFalse();
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void aNameThatNoFileCanHaveIsUnknown() throws IOException {
		NetworkDevices devices = new NetworkDevices(new SysNet(this.sys).hardware("eth0").unreadable().folder());
		// as an accent is where file names are ASCII
		String name = "n\ud8000";
		assertThat(devices.kind(name)).isEqualTo(Kind.UNKNOWN);
		assertThat(devices.index(name)).isEqualTo(-1);
		assertThat(devices.speed(name)).isEqualTo(-1);
		assertThat(devices.names()).containsExactly("eth0");
	}

}
