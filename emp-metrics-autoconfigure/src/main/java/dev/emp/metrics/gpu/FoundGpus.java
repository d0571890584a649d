package dev.emp.metrics.gpu;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The GPUs that there are, read by the first way that works. As long as there is no trace
 * of a GPU nothing else is done; a GPU or a driver that comes later is found. Not safe
 * for use by several threads.
 */
final class FoundGpus implements GpuReader {

	private static final Log logger = LogFactory.getLog(FoundGpus.class);

	private final List<Candidate> candidates;

	private volatile @Nullable GpuReader chosen;

	private volatile boolean tried;

	private String said = "";

	/**
	 * Create a reader that has looked for nothing yet.
	 * @param candidates the ways, the best first
	 */
	FoundGpus(List<Candidate> candidates) {
		this.candidates = List.copyOf(candidates);
	}

	@Override
	public String name() {
		return "auto";
	}

	@Override
	public @Nullable String note() {
		if (this.chosen != null || this.candidates.stream().anyMatch((candidate) -> candidate.trace().getAsBoolean())) {
			return null;
		}
		boolean hint = this.candidates.stream().anyMatch((candidate) -> candidate.hint().getAsBoolean());
		return (hint && !this.tried) ? "none found yet" : "none found";
	}

	@Override
	public List<GpuReading> read() throws Exception {
		GpuReader reader = this.chosen;
		return (reader != null) ? read(reader) : choose();
	}

	private List<GpuReading> read(GpuReader reader) throws Exception {
		try {
			return reader.read();
		}
		catch (Throwable ex) {
			// looked for anew next time, by whatever way works then
			close();
			throw ex;
		}
	}

	private List<GpuReading> choose() throws Exception {
		List<String> failures = new ArrayList<>();
		for (Candidate candidate : this.candidates) {
			boolean trace = candidate.trace().getAsBoolean();
			if (trace || candidate.hint().getAsBoolean()) {
				GpuReader reader = candidate.reader().get();
				this.chosen = reader;
				try {
					List<GpuReading> readings = read(reader);
					say(reader.name(), readings.size(), failures);
					return readings;
				}
				catch (InterruptedException ex) {
					throw ex;
				}
				catch (Exception | LinkageError ex) {
					logger.debug("GPUs cannot be read by " + reader.name(), ex);
					if (trace) {
						failures.add(reader.name() + ": " + ex.getMessage());
					}
				}
			}
		}
		this.tried = true;
		return none(failures);
	}

	private List<GpuReading> none(List<String> failures) throws GpuException {
		if (!failures.isEmpty()) {
			throw new GpuException(String.join(" ", failures));
		}
		if (!this.said.isEmpty()) {
			throw new GpuException("the driver of the GPUs is gone: there is no /dev/nvidiactl any more, nor what else "
					+ "shows a GPU. Load the driver again.");
		}
		return List.of();
	}

	private void say(String name, int count, List<String> failures) {
		String message = "GPUs are read by " + name + ": " + count + ".";
		if (!failures.isEmpty()) {
			message += " What would be better does not work. " + String.join(" ", failures);
		}
		if (message.equals(this.said)) {
			return;
		}
		this.said = message;
		if (failures.isEmpty()) {
			logger.info(message);
		}
		else {
			logger.warn(message);
		}
	}

	@Override
	public void close() {
		GpuReader reader = this.chosen;
		this.chosen = null;
		if (reader != null) {
			reader.close();
		}
	}

	/**
	 * One way to read GPUs.
	 *
	 * @param trace whether anything shows that it may work, by no more than a look at
	 * files
	 * @param hint whether it is worth a try without a trace, of which a failure is
	 * nothing to tell
	 * @param reader makes the reader
	 */
	record Candidate(BooleanSupplier trace, BooleanSupplier hint, Supplier<GpuReader> reader) {

		Candidate(BooleanSupplier trace, Supplier<GpuReader> reader) {
			this(trace, () -> false, reader);
		}

	}

}
