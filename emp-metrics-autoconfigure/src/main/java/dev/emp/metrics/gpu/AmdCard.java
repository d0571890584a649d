package dev.emp.metrics.gpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.emp.metrics.support.BoundedTags;

/**
 * One card of the driver {@code amdgpu}. Not safe for use by several threads.
 *
 * @see <a href="https://docs.kernel.org/gpu/amdgpu/thermal.html">GPU Power/Thermal
 * Controls and Monitoring</a>
 */
final class AmdCard {

	private static final double MILLI = 1e-3;

	private static final double MICRO = 1e-6;

	private final GpuIdentity identity;

	private final Path device;

	private final AmdFile uniqueId;

	private final String knownId;

	private final AmdFile vendor;

	private final AmdFile status;

	private final AmdFile memoryTotal;

	private final AmdFile errors;

	private final List<Line> lines;

	private double knownTotal = Double.NaN;

	/**
	 * Look which files the card has.
	 * @param device the folder of the device
	 * @param sensors the folder of its sensors, which need not exist
	 * @param index the index among the cards of the vendor
	 */
	AmdCard(Path device, Path sensors, int index) {
		this.device = device;
		this.uniqueId = AmdFile.first(device, "unique_id");
		this.knownId = this.uniqueId.text();
		this.identity = identity(device, index, this.knownId);
		this.vendor = AmdFile.first(device, "vendor");
		this.status = AmdFile.first(device, "power/runtime_status");
		this.memoryTotal = AmdFile.first(device, "mem_info_vram_total");
		this.errors = AmdFile.first(device, "ras/umc_err_count");
		this.lines = List.of(new Line(GpuValue.UTILIZATION, AmdFile.first(device, "gpu_busy_percent"), 1),
				new Line(GpuValue.MEMORY_UTILIZATION, AmdFile.first(device, "mem_busy_percent"), 1),
				new Line(GpuValue.MEMORY_USED, AmdFile.first(device, "mem_info_vram_used"), 1),
				// accelerators without a sensor at the edge have one at the hottest place
				new Line(GpuValue.TEMPERATURE, AmdFile.first(sensors, "temp1_input", "temp2_input"), MILLI),
				new Line(GpuValue.POWER, AmdFile.first(sensors, "power1_average", "power1_input"), MICRO),
				new Line(GpuValue.CLOCK_SM, AmdFile.first(sensors, "freq1_input"), 1),
				new Line(GpuValue.CLOCK_MEMORY, AmdFile.first(sensors, "freq2_input"), 1),
				new Line(GpuValue.ERRORS_PCIE_REPLAY, AmdFile.first(device, "pcie_replay_count"), 1));
	}

	private static GpuIdentity identity(Path device, int index, String id) {
		String product = AmdFile.first(device, "product_name").text();
		String name = product.isEmpty() ? AmdFile.first(device, "device").text() : product;
		return new GpuIdentity(Integer.toString(index), BoundedTags.text(id), BoundedTags.text(name),
				BoundedTags.text(AmdFile.first(device, "driver/module/version").text()),
				id.isEmpty() ? address(device) : "");
	}

	/**
	 * Where the card is on the bus, such as {@code 0000:03:00.0}: the kernel shows it as
	 * a link.
	 * @param device the link
	 * @return the address, or nothing
	 */
	private static String address(Path device) {
		try {
			return Files.isSymbolicLink(device) ? Files.readSymbolicLink(device).getFileName().toString() : "";
		}
		catch (IOException | UnsupportedOperationException ex) {
			return "";
		}
	}

	/**
	 * Read the card, unless it sleeps, which reading would end.
	 * @param values where it is noted
	 */
	void read(GpuValues values) {
		if (!this.status.text().startsWith("suspend")) {
			this.lines.forEach((line) -> line.read(values));
			values.put(GpuValue.ERRORS_ECC_CORRECTED, this.errors.numberAfter("ce:"));
			values.put(GpuValue.ERRORS_ECC_UNCORRECTED, this.errors.numberAfter("ue:"));
			this.knownTotal = this.memoryTotal.number();
		}
		values.put(GpuValue.MEMORY_TOTAL, this.knownTotal);
	}

	/**
	 * Whether another card is where it was, as after a change of cards.
	 * @return whether the cards should be looked for anew
	 */
	boolean isAnother() {
		String id = this.uniqueId.text();
		if (!id.isEmpty()) {
			return !id.equals(this.knownId);
		}
		// one that sleeps may refuse it, and small ones have none
		return this.knownId.isEmpty() && !address(this.device).equals(this.identity.address());
	}

	/**
	 * Whether files were there that are no more, as after a reset or a change of cards.
	 * @return whether the cards should be looked for anew
	 */
	boolean isGone() {
		this.vendor.number();
		return this.vendor.isGone() || this.lines.stream().anyMatch((line) -> line.file.isGone());
	}

	GpuIdentity identity() {
		return this.identity;
	}

	/**
	 * A value and the file that holds it.
	 *
	 * @param value the value
	 * @param file the file, which may be none
	 * @param unit what the number is multiplied with
	 */
	private record Line(GpuValue value, AmdFile file, double unit) {

		void read(GpuValues values) {
			values.put(this.value, this.unit * this.file.number());
		}

	}

}
