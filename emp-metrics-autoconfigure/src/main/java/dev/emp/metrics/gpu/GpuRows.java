package dev.emp.metrics.gpu;

import java.util.ArrayList;
import java.util.List;

import io.micrometer.core.instrument.Tags;

import dev.emp.metrics.gpu.GpuMeters.Keys;
import dev.emp.metrics.support.BoundedTags;
import dev.emp.metrics.support.SampledRow;

/**
 * The series of GPUs: the same list as long as the same GPUs are there in the same
 * places. Not safe for use by several threads.
 */
final class GpuRows {

	private List<GpuIdentity> shown = List.of();

	private List<SampledRow<List<GpuReading>>> rows = List.of();

	List<SampledRow<List<GpuReading>>> of(List<GpuReading> readings) {
		if (!fit(readings)) {
			this.shown = readings.stream().map(GpuReading::identity).toList();
			this.rows = rows(this.shown);
		}
		return this.rows;
	}

	private boolean fit(List<GpuReading> readings) {
		boolean fit = readings.size() == this.shown.size();
		for (int i = 0; fit && i < readings.size(); i++) {
			fit = readings.get(i).identity().equals(this.shown.get(i));
		}
		return fit;
	}

	private static List<SampledRow<List<GpuReading>>> rows(List<GpuIdentity> gpus) {
		List<SampledRow<List<GpuReading>>> rows = new ArrayList<>();
		for (int i = 0; i < gpus.size(); i++) {
			GpuIdentity gpu = gpus.get(i);
			int place = i;
			Tags index = Tags.of(Keys.INDEX, gpu.index());
			for (GpuValue value : GpuValue.values()) {
				rows.add(new SampledRow<>(value.definition(), index.and(value.tags()),
						(readings) -> readings.get(place).get(value), gpu.thing(), value.mostPerSecond()));
			}
			rows.add(new SampledRow<>(GpuMeters.INFO, index.and(Keys.UUID, known(gpu.uuid()), Keys.NAME,
					known(gpu.name()), Keys.DRIVER, known(gpu.driver())), (readings) -> 1));
		}
		return List.copyOf(rows);
	}

	private static String known(String text) {
		return text.isBlank() ? BoundedTags.UNKNOWN : text;
	}

}
