package dev.emp.metrics.gpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.springframework.util.FileSystemUtils;

/**
 * Files as the driver {@code amdgpu} has them, written by hand after the documentation of
 * the kernel.
 */
final class AmdTree {

	/** Those with a number or a text, relative to the folder of the device. */
	static final List<String> FILES = List.of("vendor", "device", "unique_id", "product_name", "gpu_busy_percent",
			"mem_busy_percent", "mem_info_vram_used", "mem_info_vram_total", "pcie_replay_count",
			"power/runtime_status", "ras/umc_err_count", "hwmon/hwmon3/temp1_input", "hwmon/hwmon3/power1_average",
			"hwmon/hwmon3/freq1_input", "hwmon/hwmon3/freq2_input", "driver/module/version");

	private static final List<String> TEXTS = List.of("0x1002", "0x740f", "9f1b2c3d4e5f6071", "AMD Instinct MI210",
			"75", "40", "6000000000", "68702699520", "2", "active", "ue: 1\nce: 12", "64000", "212000000", "1700000000",
			"1600000000", "6.7.0");

	private final Path drm;

	AmdTree(Path drm) {
		this.drm = drm;
	}

	AmdTree card(String card) throws IOException {
		for (int i = 0; i < FILES.size(); i++) {
			write(card, FILES.get(i), TEXTS.get(i));
		}
		return this;
	}

	AmdTree write(String card, String file, String text) throws IOException {
		Path path = path(card, file);
		Files.createDirectories(path.getParent());
		Files.writeString(path, text + "\n");
		return this;
	}

	AmdTree remove(String card, String... files) throws IOException {
		for (String file : files) {
			FileSystemUtils.deleteRecursively(path(card, file));
		}
		return this;
	}

	/**
	 * Show as a card what is at a place of the bus, which the kernel does by a link.
	 * @param card the name of the card, which is moved there first if nothing is
	 * @param address the address
	 * @return this
	 * @throws IOException if that fails
	 */
	AmdTree link(String card, String address) throws IOException {
		Path place = this.drm.resolve(address);
		Path link = this.drm.resolve(card).resolve("device");
		if (Files.exists(place)) {
			Files.delete(link);
		}
		else {
			Files.move(link, place);
		}
		Files.createSymbolicLink(link, place);
		return this;
	}

	Path path(String card, String file) {
		return this.drm.resolve(card).resolve("device").resolve(file);
	}

}
