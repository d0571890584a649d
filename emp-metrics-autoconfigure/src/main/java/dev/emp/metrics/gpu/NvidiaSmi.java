package dev.emp.metrics.gpu;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Reads NVIDIA GPUs by running {@code nvidia-smi} each time.
 */
final class NvidiaSmi implements GpuReader {

	/** Before the sampler gives up. */
	private static final Duration DEADLINE = Duration.ofSeconds(8);

	/** More fields than any driver lacks; what is left is found out the next time. */
	private static final int MOST_QUESTIONS = 10;

	private final String command;

	private final Duration deadline;

	private final ShortProgram program = new ShortProgram();

	private final SmiQuery query = new SmiQuery();

	private final KnownGpus known;

	/**
	 * Create it without running anything.
	 * @param command the name of the program or the path of its file
	 * @param known the GPUs that were there before
	 */
	NvidiaSmi(String command, KnownGpus known) {
		this(command, DEADLINE, known);
	}

	NvidiaSmi(String command, Duration deadline, KnownGpus known) {
		this.command = command;
		this.deadline = deadline;
		this.known = known;
	}

	@Override
	public String name() {
		return "nvidia-smi";
	}

	@Override
	public List<GpuReading> read() throws IOException, InterruptedException {
		long until = System.nanoTime() + this.deadline.toNanos();
		SmiAnswer answer = ask(until);
		for (int asked = 1; asked < MOST_QUESTIONS && isRefused(answer); asked++) {
			answer = ask(until);
		}
		Map<Integer, GpuReading> readings = SmiParser.parse(answer.text(), this.query.columns());
		if (readings.isEmpty() && !answer.isEmpty()) {
			throw answer.failure(this.command);
		}
		this.known.check(readings.values().stream().map(GpuReading::identity).toList());
		return List.copyOf(readings.values());
	}

	private SmiAnswer ask(long until) throws IOException, InterruptedException {
		return this.program.run(this.query.command(this.command), until);
	}

	private boolean isRefused(SmiAnswer answer) {
		String field = answer.refusedField();
		return field != null && this.query.refuse(field);
	}

	/**
	 * Nothing is open between two readings.
	 */
	@Override
	public void close() {
	}

}
