package dev.emp.metrics.container;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Tags;

import dev.emp.metrics.MeterDefinition;
import dev.emp.metrics.container.ContainerMeters.Keys;
import dev.emp.metrics.support.Growth;
import dev.emp.metrics.support.SampledRow;

/**
 * The series of containers: the same list as long as the same containers are there. Not
 * safe for use by several threads.
 */
final class ContainerRows {

	private static final List<Row> ROWS = List.of(row(ContainerMeters.CPU_TIME, (reading) -> reading.cpu().time()),
			row(ContainerMeters.CPU_THROTTLED_TIME, (reading) -> reading.cpu().throttledTime()),
			row(ContainerMeters.CPU_THROTTLED_PERIODS, (reading) -> reading.cpu().throttledPeriods()),
			row(ContainerMeters.MEMORY_USAGE, (reading) -> reading.memory().usage()),
			row(ContainerMeters.MEMORY_WORKING_SET, (reading) -> reading.memory().workingSet()),
			row(ContainerMeters.MEMORY_LIMIT, (reading) -> reading.memory().limit()),
			row(ContainerMeters.OOM_KILLS, (reading) -> reading.memory().oomKills()),
			disk("read", (reading) -> reading.disk().in()), disk("write", (reading) -> reading.disk().out()),
			network("receive", (reading) -> reading.network().in()),
			network("transmit", (reading) -> reading.network().out()),
			row(ContainerMeters.PIDS, ContainerReading::pids),
			row(ContainerMeters.RESTARTS, ContainerReading::restarts),
			row(ContainerMeters.UPTIME, ContainerReading::uptime));

	private final boolean askedFor;

	private List<ContainerIdentity> shown = List.of();

	private List<Origin> origins = List.of();

	private List<SampledRow<ContainerReadings>> rows = List.of();

	/**
	 * Create them without any container.
	 * @param askedFor whether the user asked for containers, so that also meters that are
	 * off by default are shown
	 */
	ContainerRows(boolean askedFor) {
		this.askedFor = askedFor;
	}

	List<SampledRow<ContainerReadings>> of(ContainerReadings readings) {
		if (!readings.identities().equals(this.shown) || !readings.origins().equals(this.origins)) {
			this.shown = List.copyOf(readings.identities());
			this.origins = List.copyOf(readings.origins());
			this.rows = rows();
		}
		return this.rows;
	}

	private List<SampledRow<ContainerReadings>> rows() {
		List<SampledRow<ContainerReadings>> rows = new ArrayList<>(this.shown.size() * ROWS.size());
		for (int i = 0; i < this.shown.size(); i++) {
			Tags tags = this.shown.get(i).tags();
			Origin origin = this.origins.get(i);
			for (Row row : ROWS) {
				MeterDefinition meter = this.askedFor ? row.meter().askedFor() : row.meter();
				rows.add(new SampledRow<>(meter, tags.and(row.direction()), row.at(i), row.thing(origin),
						row.most(origin)));
			}
		}
		return List.copyOf(rows);
	}

	private static Row row(ContainerMeters meter, ToDoubleFunction<ContainerReading> value) {
		return new Row(meter, Tags.empty(), value);
	}

	private static Row disk(String direction, ToDoubleFunction<ContainerReading> value) {
		return new Row(ContainerMeters.DISK_IO, Tags.of(Keys.DISK_DIRECTION, direction), value);
	}

	private static Row network(String direction, ToDoubleFunction<ContainerReading> value) {
		return new Row(ContainerMeters.NETWORK_IO, Tags.of(Keys.NETWORK_DIRECTION, direction), value);
	}

	/**
	 * A series that each container may have.
	 */
	private record Row(ContainerMeters meter, Tags direction, ToDoubleFunction<ContainerReading> value) {

		Object thing(Origin origin) {
			boolean isSum = this.meter == ContainerMeters.DISK_IO || this.meter == ContainerMeters.NETWORK_IO;
			return isSum ? origin.sums() : origin.thing();
		}

		double most(Origin origin) {
			return switch (this.meter) {
				case CPU_TIME -> origin.processorSeconds();
				case CPU_THROTTLED_TIME -> Growth.Most.THROTTLED_SECONDS;
				case CPU_THROTTLED_PERIODS -> Growth.Most.THROTTLED_PERIODS;
				case OOM_KILLS -> Growth.Most.OOM_KILLS;
				case RESTARTS -> Growth.Most.RESTARTS;
				// bounded device by device, of which there may be many
				case DISK_IO, NETWORK_IO -> Growth.UNBOUNDED;
				case MEMORY_USAGE, MEMORY_WORKING_SET, MEMORY_LIMIT, PIDS, UPTIME -> Growth.UNBOUNDED;
			};
		}

		ToDoubleFunction<ContainerReadings> at(int index) {
			return (all) -> this.value.applyAsDouble(all.readings().get(index));
		}

	}

}
