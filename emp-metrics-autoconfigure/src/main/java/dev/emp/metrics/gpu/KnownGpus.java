package dev.emp.metrics.gpu;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import dev.emp.metrics.support.SaidFailure;

/**
 * The GPUs that a driver listed once, so that one which vanishes is said. Not safe for
 * use by several threads.
 */
final class KnownGpus {

	private static final Log logger = LogFactory.getLog(KnownGpus.class);

	private static final String REMEDY = "Look for 'Xid' in the kernel's log (dmesg); the machine, or the container, has "
			+ "to be started again.";

	/** Readings for which one that comes and goes has to be there. */
	private static final int STEADY = 30;

	/** Far more than a machine has. */
	private static final int MOST = 256;

	private final Map<String, Known> known = new LinkedHashMap<>();

	private long reading;

	private int listed;

	private boolean any;

	/**
	 * Note all GPUs that are listed, once a reading.
	 * @param gpus who they are
	 * @throws GpuException if there were some and none is left
	 */
	void check(Collection<GpuIdentity> gpus) throws GpuException {
		gpus.forEach((gpu) -> see(gpu, false));
		end();
	}

	/**
	 * Note a GPU that is listed.
	 * @param gpu who it is; one without a UUID counts, and is not known again
	 * @param said whether the log has it already that it gives no values
	 */
	void see(GpuIdentity gpu, boolean said) {
		this.listed++;
		Known one = this.known.get(gpu.uuid());
		if (one == null) {
			if (gpu.uuid().isBlank() || this.known.size() >= MOST) {
				return;
			}
			one = new Known();
			this.known.put(gpu.uuid(), one);
		}
		one.gpu = gpu.text();
		one.seen = this.reading;
		one.said = said;
		if (one.absence.answered(this.reading)) {
			logger.info(one.gpu + " is listed again.");
		}
	}

	/**
	 * End a reading: warn of the GPUs that were not seen.
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
			.map((one) -> one.gpu)
			.collect(Collectors.joining(", "));
	}

	private void report(Known one) {
		if (one.seen != this.reading && !one.said && one.absence.failed(this.reading)) {
			logger.warn(one.gpu + " is gone: the driver does not list it any more. Its series end"
					+ (one.absence.isUnsteady() ? "; it comes and goes. " : ". ") + REMEDY);
		}
	}

	/**
	 * A GPU that was there.
	 */
	private static final class Known {

		private final SaidFailure absence = new SaidFailure(STEADY);

		private String gpu = "";

		private long seen;

		private boolean said;

	}

}
