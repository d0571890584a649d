package dev.emp.metrics.container;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.emp.metrics.container.ContainerReading.Cpu;

/**
 * Parses the answer to {@code GET /containers/ID/stats}, of which some versions leave the
 * name and the identifier empty. Not safe for use by several threads.
 */
final class DockerStatsParser {

	private static final double NANOS = 1e9;

	/** Of which Linux knows no more. */
	private static final int MOST_PROCESSORS = 8192;

	private final JsonSum cpuTime = new JsonSum();

	/** Where there is no quota, none has begun, and the other two mean nothing. */
	private final JsonSum periods = new JsonSum();

	private final JsonSum throttledTime = new JsonSum();

	private final JsonSum throttledPeriods = new JsonSum();

	private final JsonSum memory = new JsonSum();

	private final JsonSum inactiveFile = new JsonSum();

	/** Only in cgroup v1: includes the cgroups below, as all of v2 does. */
	private final JsonSum totalInactiveFile = new JsonSum();

	private final JsonSum limit = new JsonSum();

	private final JsonSum pids = new JsonSum();

	private final JsonSum processors = new JsonSum();

	private final List<JsonSum> sums = List.of(this.cpuTime, this.periods, this.throttledTime, this.throttledPeriods,
			this.memory, this.inactiveFile, this.totalInactiveFile, this.limit, this.pids, this.processors);

	private final JsonSum major = new JsonSum();

	private final JsonSum minor = new JsonSum();

	private final JsonSum deviceBytes = new JsonSum();

	private final JsonObject device = new JsonObject().with("major", this.major)
		.with("minor", this.minor)
		.with("op", (json) -> this.operation = json.text("read"))
		.with("value", this.deviceBytes);

	private final JsonSum received = new JsonSum();

	private final JsonSum transmitted = new JsonSum();

	private final JsonObject network = new JsonObject().with("rx_bytes", this.received)
		.with("tx_bytes", this.transmitted);

	private final JsonObject stats = new JsonObject().with("read", JsonValue.text((read) -> this.readAt = read))
		.with("cpu_stats",
				new JsonObject().with("cpu_usage", new JsonObject().with("total_usage", this.cpuTime))
					.with("online_cpus", this.processors)
					.with("throttling_data",
							new JsonObject().with("periods", this.periods)
								.with("throttled_time", this.throttledTime)
								.with("throttled_periods", this.throttledPeriods)))
		.with("memory_stats",
				new JsonObject().with("usage", this.memory)
					.with("limit", this.limit)
					.with("stats",
							new JsonObject().with("inactive_file", this.inactiveFile)
								.with("total_inactive_file", this.totalInactiveFile)))
		.with("blkio_stats", new JsonObject().with("io_service_bytes_recursive", JsonValue.each(this::takeDevice)))
		.with("networks", new JsonObject().withOthers(this::takeNetwork))
		.with("pids_stats", new JsonObject().with("current", this.pids));

	private List<Counted> disk = new ArrayList<>();

	private List<Counted> networks = new ArrayList<>();

	private @Nullable String readAt;

	private @Nullable String operation;

	DockerStats parse(JsonCursor json) throws MalformedAnswerException {
		if (!json.isAt('{')) {
			throw new MalformedAnswerException("no statistics of a container: is it a Docker Engine?");
		}
		this.sums.forEach(JsonSum::reset);
		this.disk = new ArrayList<>();
		this.networks = new ArrayList<>();
		this.readAt = null;
		this.stats.take(json);
		JsonSum file = this.totalInactiveFile.isKnown() ? this.totalInactiveFile : this.inactiveFile;
		return new DockerStats(DockerTime.seconds(this.readAt), !DockerTime.isNever(this.readAt), cpu(),
				this.memory.value(), file.value(), this.limit.value(), disk(), this.networks, this.pids.orUnknown(),
				(int) Math.min(MOST_PROCESSORS, Math.max(0, this.processors.value())));
	}

	private Cpu cpu() {
		double time = this.cpuTime.orUnknown() / NANOS;
		boolean hasQuota = Math.max(this.periods.value(), this.throttledPeriods.value()) > 0;
		return hasQuota ? new Cpu(time, this.throttledTime.orUnknown() / NANOS, this.throttledPeriods.orUnknown())
				: new Cpu(time, Double.NaN, Double.NaN);
	}

	private List<Counted> disk() {
		// without any device nothing was read or written yet; of v1 it may also mean that
		// nobody counts
		if (!this.disk.isEmpty() || (this.inactiveFile.isKnown() && !this.totalInactiveFile.isKnown())) {
			this.disk.add(Counted.NOTHING);
		}
		return this.disk;
	}

	private void takeNetwork(JsonCursor json) throws MalformedAnswerException {
		String name = json.key();
		this.received.reset();
		this.transmitted.reset();
		this.network.take(json);
		this.networks.add(new Counted(name, this.received.orUnknown(), this.transmitted.orUnknown()));
	}

	private void takeDevice(JsonCursor json) throws MalformedAnswerException {
		// the operations are Read and Write of cgroup v1, and read and write of v2
		this.operation = null;
		this.major.reset();
		this.minor.reset();
		this.deviceBytes.reset();
		this.device.take(json);
		if (this.deviceBytes.isKnown() && this.operation != null) {
			takeDevice(this.major.value() + ":" + this.minor.value(), this.deviceBytes.orUnknown());
		}
	}

	private void takeDevice(String device, double bytes) {
		if ("read".equalsIgnoreCase(this.operation)) {
			this.disk.add(new Counted(device, bytes, Double.NaN));
		}
		else if ("write".equalsIgnoreCase(this.operation)) {
			this.disk.add(new Counted(device, Double.NaN, bytes));
		}
	}

}
