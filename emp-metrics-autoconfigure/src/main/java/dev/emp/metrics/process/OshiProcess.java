package dev.emp.metrics.process;

import org.jspecify.annotations.Nullable;
import oshi.SystemInfo;
import oshi.software.os.OSProcess;

/**
 * This process as OSHI has it, on systems other than Linux.
 */
final class OshiProcess implements OsProcess {

	/** Made with the first reading, since OSHI loads native libraries. */
	private @Nullable OSProcess process;

	@Override
	public void refresh() {
		if (this.process == null) {
			this.process = new SystemInfo().getOperatingSystem().getCurrentProcess();
		}
		else if (!this.process.updateAttributes()) {
			throw new IllegalStateException("OSHI does not know this process any more");
		}
	}

	@Override
	public double rss() {
		return orUnknown((this.process != null) ? this.process.getResidentMemory() : 0);
	}

	@Override
	public double threads() {
		return orUnknown((this.process != null) ? this.process.getThreadCount() : 0);
	}

	private static double orUnknown(long number) {
		return (number > 0) ? number : Double.NaN;
	}

}
