package dev.emp.metrics.container;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import dev.emp.metrics.container.ContainerReading.Cpu;
import dev.emp.metrics.container.ContainerReading.Io;
import dev.emp.metrics.support.KernelText;

/**
 * Parses the answer to {@code GET /containers/ID/stats}, of which some versions leave the
 * name and the identifier empty. Not safe for use by several threads.
 */
final class DockerStatsParser {

	private static final double NANOS = 1e9;

	/**
	 * The numbers that are taken; -1 is unknown.
	 */
	private enum Figure {

		CPU_TIME, THROTTLED_TIME, THROTTLED_PERIODS, MEMORY, INACTIVE_FILE, TOTAL_INACTIVE_FILE, LIMIT, READ, WRITTEN,
		RECEIVED, TRANSMITTED, PIDS

	}

	private final JsonObject device = new JsonObject().with("op", (json) -> this.operation = json.text("read"))
		.with("value", JsonValue.number((bytes) -> this.bytes = bytes));

	private final JsonObject network = new JsonObject().with("rx_bytes", number(Figure.RECEIVED))
		.with("tx_bytes", number(Figure.TRANSMITTED));

	private final JsonObject stats = new JsonObject().with("read", JsonValue.text((read) -> this.readAt = read))
		.with("cpu_stats",
				new JsonObject().with("cpu_usage", new JsonObject().with("total_usage", number(Figure.CPU_TIME)))
					.with("throttling_data",
							new JsonObject().with("throttled_time", number(Figure.THROTTLED_TIME))
								.with("throttled_periods", number(Figure.THROTTLED_PERIODS))))
		.with("memory_stats",
				new JsonObject().with("usage", number(Figure.MEMORY))
					.with("limit", number(Figure.LIMIT))
					.with("stats",
							new JsonObject().with("inactive_file", number(Figure.INACTIVE_FILE))
								.with("total_inactive_file", number(Figure.TOTAL_INACTIVE_FILE))))
		.with("blkio_stats", new JsonObject().with("io_service_bytes_recursive", JsonValue.each(this::takeDevice)))
		.with("networks", new JsonObject().withOthers(this.network))
		.with("pids_stats", new JsonObject().with("current", number(Figure.PIDS)));

	private final long[] figures = new long[Figure.values().length];

	private @Nullable String readAt;

	private @Nullable String operation;

	private long bytes;

	DockerStats parse(JsonCursor json) throws MalformedAnswerException {
		if (!json.isAt('{')) {
			throw new MalformedAnswerException("no statistics of a container: is it a Docker Engine?");
		}
		Arrays.fill(this.figures, -1);
		this.readAt = null;
		this.stats.take(json);
		assumeDisk();
		Cpu cpu = new Cpu(of(Figure.CPU_TIME) / NANOS, of(Figure.THROTTLED_TIME) / NANOS, of(Figure.THROTTLED_PERIODS));
		long inactiveFile = this.figures[Figure.TOTAL_INACTIVE_FILE.ordinal()];
		return new DockerStats(DockerTime.seconds(this.readAt), cpu, this.figures[Figure.MEMORY.ordinal()],
				// of cgroup v1 the total includes the cgroups below, as all of v2 does
				(inactiveFile >= 0) ? inactiveFile : this.figures[Figure.INACTIVE_FILE.ordinal()],
				this.figures[Figure.LIMIT.ordinal()], new Io(of(Figure.READ), of(Figure.WRITTEN)),
				new Io(of(Figure.RECEIVED), of(Figure.TRANSMITTED)), of(Figure.PIDS));
	}

	/**
	 * Without any device nothing was read or written yet. Only of cgroup v1, which the
	 * totals tell, it may also mean that nobody counts.
	 */
	private void assumeDisk() {
		boolean counted = this.figures[Figure.READ.ordinal()] >= 0 || this.figures[Figure.WRITTEN.ordinal()] >= 0;
		boolean unified = this.figures[Figure.INACTIVE_FILE.ordinal()] >= 0
				&& this.figures[Figure.TOTAL_INACTIVE_FILE.ordinal()] < 0;
		if (counted || unified) {
			add(Figure.READ, 0);
			add(Figure.WRITTEN, 0);
		}
	}

	private double of(Figure figure) {
		return KernelText.orUnknown(this.figures[figure.ordinal()]);
	}

	private JsonValue number(Figure figure) {
		return JsonValue.number((number) -> add(figure, number));
	}

	private void add(Figure figure, long number) {
		// several interfaces or devices add up; any other number is there once
		long sum = Math.max(this.figures[figure.ordinal()], 0);
		if (number >= 0 && number <= Long.MAX_VALUE - sum) {
			this.figures[figure.ordinal()] = sum + number;
		}
	}

	private void takeDevice(JsonCursor json) throws MalformedAnswerException {
		// the operations are Read and Write of cgroup v1, and read and write of v2
		this.operation = null;
		this.bytes = -1;
		this.device.take(json);
		if ("read".equalsIgnoreCase(this.operation)) {
			add(Figure.READ, this.bytes);
		}
		else if ("write".equalsIgnoreCase(this.operation)) {
			add(Figure.WRITTEN, this.bytes);
		}
	}

}
