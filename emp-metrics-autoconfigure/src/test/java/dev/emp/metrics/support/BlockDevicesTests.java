package dev.emp.metrics.support;

import java.nio.file.Files;
import java.nio.file.Path;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests of {@link BlockDevices}.
 */
class BlockDevicesTests {

	@TempDir
	private Path folder;

	@Test
	void aDeviceWithSlavesLiesUponThem() throws Exception {
		Files.createDirectories(this.folder.resolve("sda/slaves"));
		Files.createDirectories(this.folder.resolve("dm-0/slaves/sda"));
		Files.createDirectories(this.folder.resolve("cciss!c0d0/slaves/sda"));
		BlockDevices devices = new BlockDevices(this.folder);
		assertThat(devices.isLowest("sda")).isTrue();
		assertThat(devices.isLowest("dm-0")).isFalse();
		assertThat(devices.isLowest("cciss/c0d0")).isFalse();
	}

	@Test
	void aLoopDeviceWithDirectInputAndOutputLiesUponTheDiskOfItsFile() throws Exception {
		for (String loop : new String[] { "loop0", "loop1" }) {
			Files.createDirectories(this.folder.resolve(loop + "/slaves"));
			Files.createDirectories(this.folder.resolve(loop + "/loop"));
		}
		Files.writeString(this.folder.resolve("loop0/loop/dio"), "1\n");
		Files.writeString(this.folder.resolve("loop1/loop/dio"), "0\n");
		BlockDevices devices = new BlockDevices(this.folder);
		assertThat(devices.isLowest("loop0")).isFalse();
		assertThat(devices.isLowest("loop1")).isTrue();
	}

	@Test
	void whatTheKernelDoesNotShowLiesUponNothing() throws Exception {
		Files.createDirectories(this.folder.resolve("slaves/sda"));
		BlockDevices devices = new BlockDevices(this.folder);
		for (String odd : new String[] { "", ".", "..", "gone", "a\0b", "../slaves", "n\ud8000" }) {
			assertThat(devices.isLowest(odd)).as(odd).isTrue();
		}
	}

	@Test
	void namesThatAreMadeUpDoNotStay() throws Exception {
		Files.createDirectories(this.folder.resolve("dm-0/slaves/sda"));
		BlockDevices devices = new BlockDevices(this.folder);
		for (int i = 0; i < 5000; i++) {
			assertThat(devices.isLowest("x" + i)).isTrue();
		}
		assertThat(devices).extracting("stacked")
			.asInstanceOf(InstanceOfAssertFactories.MAP)
			.hasSizeLessThanOrEqualTo(1000);
		assertThat(devices.isLowest("dm-0")).isFalse();
	}

	@Test
	void theDisksOfThisMachineAreKnownByNumberAsByName() throws Exception {
		Path names = Path.of("/sys/block");
		Path numbers = Path.of("/sys/dev/block");
		assumeThat(names).isDirectory();
		BlockDevices byName = new BlockDevices(names);
		BlockDevices byNumber = new BlockDevices(numbers);
		try (var devices = Files.list(names)) {
			for (Path device : devices.toList()) {
				String number = Files.readString(device.resolve("dev")).trim();
				assertThat(byNumber.isLowest(number)).as(number)
					.isEqualTo(byName.isLowest(device.getFileName().toString()));
			}
		}
	}

}
