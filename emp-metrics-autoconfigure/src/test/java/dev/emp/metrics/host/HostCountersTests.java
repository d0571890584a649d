package dev.emp.metrics.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.emp.metrics.support.Looks;
import dev.emp.metrics.support.NameFilter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests that what the machine counts is the growth of its things, and never what they
 * counted before.
 */
class HostCountersTests {

	private static final String NETWORK = "system.network.io";

	private static final String CPU = "system.cpu.utilization";

	private static final String PROCESSORS = "cpu0 1 0 0 0\ncpu1 1 0 0 0\nintr 5\n";

	@TempDir
	private Path folder;

	private Looks<HostReading> looks;

	@BeforeEach
	void begin() throws IOException {
		write("proc/meminfo", "MemTotal: 100 kB\nMemFree: 50 kB\n");
		write("proc/2/comm", "kthreadd\n");
		Files.createDirectories(this.folder.resolve("sys/block/sdb"));
		HostTree tree = new HostTree(this.folder).interfaces(new NameFilter(List.of(), List.of()));
		this.looks = new Looks<>(new HostSource(tree.reader(), null), tree.clock);
	}

	@Test
	void anInterfaceIsKnownByItsNumberWhateverItIsCalled() throws Exception {
		link("eth0", 2);
		link("eth1", 3);
		network(1_000, 9_000_000_000L);
		network(1_500, 9_000_000_100L);
		assertThat(received("eth0")).isEqualTo(500);
		assertThat(received("eth1")).isEqualTo(100);
		link("eth0", 3);
		link("eth1", 2);
		network(9_000_000_300L, 1_900);
		assertThat(received("eth0")).as("the series goes on").isEqualTo(500);
		assertThat(received("eth1")).isEqualTo(100);
		network(9_000_000_307L, 1_911);
		assertThat(received("eth0")).isEqualTo(507);
		assertThat(received("eth1")).isEqualTo(111);
	}

	@Test
	void namesThatSwapAreNoTrafficWhereTheirNumbersAreNotKnown() throws Exception {
		network(1_000, 9_000_000_000L);
		network(9_000_000_000L, 1_000);
		assertThat(received("eth0")).isZero();
		assertThat(received("eth1")).isZero();
		network(9_000_000_007L, 1_011);
		assertThat(received("eth0")).isEqualTo(7);
		assertThat(received("eth1")).isEqualTo(11);
		network(1_100, 9_000_000_100L);
		network(1_101, 9_000_000_102L);
		assertThat(received("eth0")).isEqualTo(8);
		assertThat(received("eth1")).isEqualTo(13);
	}

	@Test
	void aNameThatAnotherInterfaceTakesOverIsNoTraffic() throws Exception {
		network(1_000, 9_000_000_000L);
		network("eth0: 9000000400 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n");
		assertThat(received("eth0")).isZero();
	}

	@Test
	void anInterfaceIsNotFasterThanItsLink() throws Exception {
		link("eth0", 2);
		link("eth1", 3);
		write("sys/class/net/eth0/speed", "1000\n");
		network(1_000, 0);
		network(9_000_000_000L, 9_000_000_000L);
		assertThat(received("eth0")).as("2.4 Gbit/s over a link of 1").isZero();
		assertThat(received("eth1")).as("its speed is not known").isEqualTo(9_000_000_000L);
		network(2_000, 9_000_000_000L);
		assertThat(received("eth0")).isEqualTo(1_000);
	}

	@Test
	void aLinkThatBecomesFasterIsNoticedAtOnce() throws Exception {
		link("eth0", 2);
		write("sys/class/net/eth0/speed", "100\n");
		network(1_000, 0);
		write("sys/class/net/eth0/speed", "10000\n");
		for (int look = 1; look <= 3; look++) {
			network(1_000 + look * 30_000_000_000L, 0);
			assertThat(received("eth0")).as("8 Gbit/s").isEqualTo(30e9 * look);
		}
	}

	@Test
	void anInterfaceThatIsAwayForALookCountsOn() throws Exception {
		link("eth0", 2);
		link("eth1", 3);
		network(1_000, 5_000);
		network("eth1: 5000 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n");
		network(1_700, 5_000);
		assertThat(received("eth0")).isEqualTo(700);
	}

	@Test
	void aDiskThatIsAnotherIsNoTraffic() throws Exception {
		disk("   8  16 sdb 5 0 10 0 5 0 10 0 0 5 5");
		disk("   8  32 sdb 900 0 9000000 0 5 0 10 0 0 5 5");
		assertThat(this.looks.count("system.disk.io", "disk.io.direction", "read")).isZero();
		disk("   8  32 sdb 901 0 9000002 0 5 0 10 0 0 5 5");
		assertThat(this.looks.count("system.disk.io", "disk.io.direction", "read")).isEqualTo(1024);
	}

	@Test
	void noDiskAndNoInterfaceCountsFasterThanItCan() throws Exception {
		for (long[] each : new long[][] { { 1_000, 0 }, { 1L << 52, 4_294_967_295L }, { 1_002, 1 } }) {
			write("proc/1/net/dev", "Inter-|   Receive |  Transmit\neth0: 5 0 " + each[1] + " " + each[1]
					+ " 0 0 0 0 5 0 " + each[1] + " " + each[1] + " 0 0 0 0\n");
			disk("   8  16 sdb " + each[1] + " 0 " + each[0] + " 0 " + each[1] + " 0 " + each[0] + " 0 0 5 5");
		}
		for (String direction : List.of("read", "write")) {
			assertThat(this.looks.count("system.disk.io", "disk.io.direction", direction)).isEqualTo(1024);
			assertThat(this.looks.count("system.disk.operations", "disk.io.direction", direction)).isEqualTo(1);
		}
		for (String direction : List.of("receive", "transmit")) {
			for (String name : List.of("system.network.errors", "system.network.packet.dropped")) {
				assertThat(this.looks.count(name, "network.io.direction", direction)).as(name).isEqualTo(1);
			}
		}
	}

	@Test
	void aDiskIsNotBusierThanTheTime() throws Exception {
		disk("   8  16 sdb 5 0 10 0 5 0 10 0 0 5000 5");
		disk("   8  16 sdb 5 0 10 0 5 0 10 0 0 4000000000 5");
		disk("   8  16 sdb 5 0 10 0 5 0 10 0 0 7000 5");
		assertThat(this.looks.count("system.disk.io_time")).isEqualTo(2);
	}

	@ParameterizedTest
	@CsvSource(delimiter = ':',
			value = { "idle goes back : 1020 0 510 71990 700 0 0 0", "iowait dips : 1020 0 510 102990 100 0 0 0",
					"user goes back : 20 0 510 102990 702 0 0 0", "steal is unreadable : 1020 0 510 102990 702 0 0 x",
					"steal is beyond : 1020 0 510 102990 702 0 0 1e30", "steal is missing : 1020 0 510 102990 702 0 0",
					"steal is impossible : 1020 0 510 102990 702 0 0 500000",
					"user is impossible : 9000000 0 510 102990 702 0 0 0" })
	void aReadingThatCannotBeCostsItself(String what, String times) throws Exception {
		cpu("1010 0 505 101000 700 0 0 0");
		cpu(times);
		assertThat(this.looks.value(CPU, "cpu.mode", "idle")).as(what).isNaN();
		assertThat(this.looks.value(CPU, "cpu.mode", "user")).as(what).isNaN();
		cpu("1110 0 515 102890 705 0 0 0");
		assertThat(this.looks.value(CPU, "cpu.mode", "user")).as(what).isCloseTo(100 / 2005.0, within(1e-4));
		assertThat(this.looks.value(CPU, "cpu.mode", "iowait")).as(what).isCloseTo(5 / 2005.0, within(1e-4));
		assertThat(this.looks.value(CPU, "cpu.mode", "steal")).as(what).isZero();
	}

	@Test
	void processorsThatCountAnewAreKnownWithTheSecondReading() throws Exception {
		cpu("1010 0 505 101000 700 0 0 0");
		cpu("10 0 5 1000 7 0 0 0");
		cpu("1010 0 5 2000 7 0 0 0");
		assertThat(this.looks.value(CPU, "cpu.mode", "user")).isEqualTo(0.5);
	}

	@Test
	void aColumnThatIsNoMoreIsLeftOutAfterAWhile() throws Exception {
		cpu("1010 0 505 101000 700 0 0 3");
		for (int i = 1; i <= 11; i++) {
			cpu((1010 + 100 * i) + " 0 505 " + (101000 + 100 * i) + " 700 0 0");
		}
		assertThat(this.looks.value(CPU, "cpu.mode", "user")).isEqualTo(0.5);
	}

	private double received(String name) {
		return this.looks.count(NETWORK, "network.interface.name", name, "network.io.direction", "receive");
	}

	private void link(String name, int index) throws IOException {
		write("sys/class/net/" + name + "/ifindex", index + "\n");
	}

	private void network(long first, long second) throws Exception {
		network("eth0: " + first + " 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0\neth1: " + second
				+ " 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n");
	}

	private void network(String lines) throws Exception {
		write("proc/1/net/dev", "Inter-|   Receive |  Transmit\n" + lines);
		this.looks.next();
	}

	private void disk(String line) throws Exception {
		write("proc/diskstats", line + "\n");
		this.looks.next();
	}

	private void cpu(String times) throws Exception {
		write("proc/stat", "cpu  " + times + "\n" + PROCESSORS);
		this.looks.next();
	}

	private void write(String file, String text) throws IOException {
		Path path = this.folder.resolve(file);
		Files.createDirectories(path.getParent());
		Files.writeString(path, text);
	}

}
