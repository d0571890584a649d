package dev.emp.metrics.gpu;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import dev.emp.metrics.support.SaidFailure;

/**
 * The GPUs that a driver listed once, so that it is said of one that it gives no values,
 * is gone, or answers again. Not safe for use by several threads.
 */
final class KnownGpus {

	private static final Log logger = LogFactory.getLog(KnownGpus.class);

	private static final String REMEDY = "Look for 'Xid' in the kernel's log (dmesg); the machine, or the container, has "
			+ "to be started again.";

	/** Readings for which one that comes and goes has to answer. */
	private static final int STEADY = 30;

	/** Far more than a machine has. */
	private static final int MOST = 256;

	/** By UUID, or by index as long as there is none. */
	private final Map<String, Known> known = new LinkedHashMap<>();

	private final Set<String> refusals = new HashSet<>();

	private long reading;

	private int listed;

	private boolean any;

	/**
	 * Note all GPUs that are listed, once a reading.
	 * @param gpus who they are
	 * @throws GpuException if there were some and none is left
	 */
	void check(Collection<GpuIdentity> gpus) throws GpuException {
		gpus.forEach((gpu) -> see(gpu, null));
		end();
	}

	/**
	 * Note a GPU that is listed.
	 * @param gpu who it is
	 * @param failure why it gives no values, as a sentence and what to do, or null if it
	 * does
	 */
	void see(GpuIdentity gpu, @Nullable String failure) {
		this.listed++;
		// its UUID may become known with its first answer
		Known nameless = this.known.remove(gpu.index());
		String key = gpu.uuid().isBlank() ? gpu.index() : gpu.uuid();
		Known one = this.known.get(key);
		if (one == null) {
			one = (nameless != null) ? nameless : new Known(gpu);
			if (this.known.size() >= MOST) {
				return;
			}
			this.known.put(key, one);
		}
		one.gpu = gpu;
		one.seen = this.reading;
		one.failure = failure;
	}

	/**
	 * Note what a GPU refuses, which is said once.
	 * @param gpu who it is
	 * @param what the function
	 * @param why the reason and what to do
	 */
	void refuses(GpuIdentity gpu, String what, String why) {
		if (this.refusals.size() < MOST && this.refusals.add(gpu.thing() + " " + what)) {
			logger.warn(gpu.text() + " has no series of " + what + ": " + why);
		}
	}

	/**
	 * End a reading: say what has changed.
	 * @throws GpuException if there were some and none is left
	 */
	void end() throws GpuException {
		boolean none = this.listed == 0;
		this.any |= !none;
		this.listed = 0;
		if (none && this.any) {
			throw new GpuException("the driver lists no GPU any more. There was: " + last() + ". " + REMEDY);
		}
		this.known.values().forEach(this::report);
		this.reading++;
	}

	private String last() {
		return this.known.values()
			.stream()
			.filter((one) -> one.seen == this.reading - 1)
			.map((one) -> one.gpu.text())
			.collect(Collectors.joining(", "));
	}

	private void report(Known one) {
		boolean gone = one.seen != this.reading;
		if (gone && one.gpu.uuid().isBlank()) {
			// nobody knows whether it is there by another index
			return;
		}
		if (!gone && one.failure == null) {
			if (one.said.answered(this.reading)) {
				logger.info(one.gpu.text() + " answers again.");
			}
		}
		else if (one.said.failed(this.reading)) {
			String unsteady = one.said.isUnsteady() ? " It comes and goes." : "";
			logger.warn(gone ? one.gpu.text() + " is gone: it is no longer listed by the driver. Its series end."
					+ unsteady + " " + REMEDY : one.failure + " The other GPUs are read all the same." + unsteady);
		}
	}

	/**
	 * A GPU that was there.
	 */
	private static final class Known {

		private final SaidFailure said = new SaidFailure(STEADY);

		private GpuIdentity gpu;

		private long seen;

		private @Nullable String failure;

		Known(GpuIdentity gpu) {
			this.gpu = gpu;
		}

	}

}
