package dev.emp.metrics.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

import dev.emp.metrics.container.ContainerReading.Io;
import dev.emp.metrics.support.SysNet;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OwnNetwork}.
 */
class OwnNetworkTests {

	@TempDir
	private Path root;

	private OwnNetwork network;

	@BeforeEach
	void create() throws IOException {
		Files.createDirectories(this.root.resolve("proc/self/net"));
		this.network = new OwnNetwork(this.root.resolve("proc"));
	}

	@Test
	void countsWhatAnInnerContainerLoadsOnce() throws IOException {
		sys().loopback().pair("eth0").bridge("docker0").port("veth1a2b3c4");
		interfaces("lo 9 9", "eth0 20400000 300000", "docker0 200000 20300000", "veth1a2b3c4 200000 20300000");
		assertThat(this.network.read()).isEqualTo(new Io(20_400_000, 300_000));
	}

	@Test
	void countsWhatATunnelOverAnInterfaceCarriesOnce() throws IOException {
		sys().loopback()
			.pair("eth0")
			.virtual("wg0", 65534)
			.upon("vlan5", "eth0")
			.virtual("vx0", 1)
			.type("vx0", "vxlan");
		interfaces("lo 9 9", "eth0 5000 700", "wg0 4000 600", "vlan5 100 100", "vx0 50 50");
		assertThat(this.network.read()).isEqualTo(new Io(5000, 700));
	}

	@Test
	void countsATunnelThatIsTheOnlyWay() throws IOException {
		sys().loopback().virtual("tap0", 1).with("tap0", "tun_flags");
		interfaces("lo 9 9", "tap0 5000 700");
		assertThat(this.network.read()).isEqualTo(new Io(5000, 700));
	}

	@Test
	void countsAllThatLeadOut() throws IOException {
		sys().loopback().pair("eth0").hardware("net1");
		interfaces("lo 9 9", "eth0 5000 700", "net1 300 20");
		assertThat(this.network.read()).isEqualTo(new Io(5300, 720));
	}

	@Test
	void aPortThatComesLaterIsNotCounted() throws IOException {
		SysNet sys = sys().loopback().pair("eth0");
		interfaces("lo 9 9", "eth0 5000 700");
		assertThat(this.network.read()).isEqualTo(new Io(5000, 700));
		sys.bridge("br-1").port("veth1");
		interfaces("lo 9 9", "eth0 6000 800", "br-1 900 90", "veth1 900 90");
		assertThat(this.network.read()).isEqualTo(new Io(6000, 800));
	}

	@Test
	void whatBecomesAPortAfterItWasSeenIsNotCountedForLong() throws IOException {
		SysNet sys = sys().loopback().pair("eth0").pair("veth1");
		interfaces("lo 9 9", "eth0 5000 700", "veth1 10 10");
		assertThat(this.network.read()).isEqualTo(new Io(5010, 710));
		sys.with("veth1", "brport");
		interfaces("lo 9 9", "eth0 5003 704", "veth1 90 90");
		assertThat(this.network.read()).as("what was counted stays").isEqualTo(new Io(5013, 714));
	}

	@Test
	void namesThatSwapAreNoTraffic() throws IOException {
		sys().loopback().pair("eth0").pair("net1");
		interfaces("lo 9 9", "eth0 1000 10", "net1 9000000000 90");
		assertThat(this.network.read()).isEqualTo(new Io(9_000_001_000L, 100));
		sys().loopback().pair("net1").pair("eth0");
		interfaces("lo 9 9", "eth0 9000000007 97", "net1 1005 15");
		assertThat(this.network.read()).isEqualTo(new Io(9_000_001_012L, 112));
	}

	@Test
	void anotherInterfaceUnderANameBringsNothingOfBefore() throws IOException {
		SysNet sys = sys().loopback().hardware("eth0");
		interfaces("lo 9 9", "eth0 1000 10");
		assertThat(this.network.read()).isEqualTo(new Io(1000, 10));
		sys.hardware("eth0");
		interfaces("lo 9 9", "eth0 9000000000 90");
		assertThat(this.network.read()).isEqualTo(new Io(1000, 10));
		interfaces("lo 9 9", "eth0 9000000300 97");
		assertThat(this.network.read()).isEqualTo(new Io(1300, 17));
	}

	@Test
	void theSysOfAnotherNetworkSaysNothing() throws IOException {
		sys().loopback().pair("eth0").bridge("docker0").port("veth7").hardware("eth1");
		interfaces("lo 9 9", "eth0 5000 700", "docker0 20 30");
		assertThat(this.network.read()).isEqualTo(new Io(5020, 730));
	}

	@Test
	void countsAllButTheLoopbackWhereThereIsNoSys() throws IOException {
		interfaces("lo 9 9", "eth0 5000 700", "eth1 20 30");
		assertThat(this.network.read()).isEqualTo(new Io(5020, 730));
	}

	@Test
	void countsAnUplinkWhoseOtherEndHasItsNumber() throws IOException {
		sys().loopback().link("eth0", 2, 2).speed("eth0", 10_000).link("eth1", 3, 70);
		interfaces("lo 9 9", "eth0 20000000 700", "eth1 300 20");
		assertThat(this.network.read()).isEqualTo(new Io(20_000_300, 720));
	}

	@Test
	void whatPassesAPairWithinDoesNotCount() throws IOException {
		sys().loopback()
			.pair("eth0")
			.link("pa", 5, 4)
			.counted("pa", 70, 2_800_000)
			.link("pb", 4, 5)
			.counted("pb", 2_800_000, 70)
			.with("pb", "brport");
		interfaces("lo 9 9", "eth0 5000 700", "pa 70 2800000", "pb 2800000 70");
		assertThat(this.network.read()).isEqualTo(new Io(5000, 700));
	}

	@Test
	void interfacesWithTheNumbersOfAPairCountWhereTheyAreNone() throws IOException {
		sys().loopback().link("eth0", 2, 3).counted("eth0", 5000, 700).link("eth1", 3, 2).counted("eth1", 300, 20);
		interfaces("lo 9 9", "eth0 5000 700", "eth1 300 20");
		assertThat(this.network.read()).isEqualTo(new Io(5300, 720));
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void anInterfaceWhoseNameNoFileCanHaveCostsNoOther() throws IOException {
		sys().loopback().pair("eth0").bridge("docker0").port("veth7").unreadable();
		interfaces("lo 9 9", "eth0 5000 700", "docker0 20 30", "veth7 20 30", "n\u00e9 2 3");
		assertThat(this.network.read()).isEqualTo(new Io(5002, 703));
	}

	@Test
	void aSysThatComesLateIsFoundAfterAWhile() throws IOException {
		for (int look = 1; look < 10; look++) {
			interfaces("lo 9 9", "eth0 5000 700", "docker0 20 30", "veth7 20 30");
			assertThat(this.network.read()).isEqualTo(new Io(5040, 760));
		}
		sys().loopback().pair("eth0").bridge("docker0").port("veth7");
		assertThat(this.network.read()).isEqualTo(new Io(5040, 760));
		interfaces("lo 9 9", "eth0 5005000 800", "docker0 130 5000030", "veth7 130 5000030");
		assertThat(this.network.read()).isEqualTo(new Io(5_005_040, 860));
	}

	@Test
	void theSysOfAnotherNetworkWithTheSameNamesSaysNothing() throws IOException {
		SysNet sys = sys().loopback().counted("lo", 4, 4).hardware("eth0").counted("eth0", 9_000_000, 90);
		sys.virtual("ifb0", 1).counted("ifb0", 0, 0);
		interfaces("lo 9 9", "eth0 5000 700", "ifb0 20 30");
		assertThat(this.network.read()).isEqualTo(new Io(5020, 730));
		sys.counted("lo", 9, 9).counted("eth0", 5000, 700);
		interfaces("lo 9 9", "eth0 5000 700", "ifb0 1020 80");
		assertThat(this.network.read()).as("another that seems behind").isEqualTo(new Io(6020, 780));
	}

	@Test
	void aSysThatGoesAwayChangesNothing() throws IOException {
		SysNet sys = sys().loopback().pair("eth0").bridge("docker0").port("veth7");
		interfaces("lo 9 9", "eth0 5000 700", "docker0 20 30", "veth7 20 30");
		assertThat(this.network.read()).isEqualTo(new Io(5000, 700));
		FileSystemUtils.deleteRecursively(sys.folder());
		for (int look = 1; look < 20; look++) {
			assertThat(this.network.read()).isEqualTo(new Io(5000, 700));
		}
		interfaces("lo 9 9", "eth0 6000 800", "docker0 920 930", "veth7 920 930");
		assertThat(this.network.read()).isEqualTo(new Io(6000, 800));
	}

	@Test
	void aBridgeThatIsTheOnlyWayCounts() throws IOException {
		sys().loopback().port("eth0").bridge("br0").port("veth7").virtual("wg0", 65534);
		interfaces("lo 9 9", "eth0 5400 780", "br0 5000 700", "veth7 20 30", "wg0 4000 600");
		route("route", "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT",
				"br0\t00000000\t0100510A\t0003\t0\t0\t0\t00000000\t0\t0\t0",
				"veth7\t00000000\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0");
		assertThat(this.network.read()).isEqualTo(new Io(5000, 700));
	}

	@Test
	void aBridgeThatIsTheOnlyWayOfIpv6Counts() throws IOException {
		sys().loopback().port("eth0").bridge("br0");
		interfaces("lo 9 9", "eth0 5400 780", "br0 5000 700");
		String any = "0".repeat(32);
		String gateway = " fe800000000000000000000000000001 00000400 00000001 00000000 00000003 ";
		route("route", "Iface\tDestination");
		route("ipv6_route", "fe80" + "0".repeat(28) + " 40 " + any + " 00" + gateway + "    eth0",
				any + " 00 " + any + " 00" + gateway + "     br0",
				any + " 00 " + any + " 00 " + any + " ffffffff 00000001 00000000 00200200       lo");
		assertThat(this.network.read()).isEqualTo(new Io(5000, 700));
	}

	@Test
	void aNetworkThatNothingLeadsOutOfHasNoTraffic() throws IOException {
		sys().loopback().bridge("docker0").port("veth7");
		interfaces("lo 9 9", "docker0 20 30", "veth7 20 30");
		route("route", "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT",
				"docker0\t000011AC\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0");
		assertThat(this.network.read()).isEqualTo(Io.UNKNOWN);
	}

	private void route(String file, String... lines) throws IOException {
		Files.write(this.root.resolve("proc/self/net").resolve(file), List.of(lines));
	}

	private SysNet sys() throws IOException {
		return new SysNet(this.root.resolve("sys"));
	}

	private void interfaces(String... lines) throws IOException {
		StringBuilder text = new StringBuilder("Inter-| Receive | Transmit\n face |bytes |bytes\n");
		for (String line : lines) {
			String[] words = line.split(" ", 3);
			text.append("%6s: %s 1 0 0 0 0 0 0 %s 1 0 0 0 0 0 0\n".formatted(words[0], words[1], words[2]));
		}
		Files.writeString(this.root.resolve("proc/self/net/dev"), text);
	}

}
