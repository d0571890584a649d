package dev.emp.metrics.process;

import java.io.IOException;
import java.nio.file.Path;

import dev.emp.metrics.support.KernelFile;
import dev.emp.metrics.support.KernelText;

/**
 * This process as {@code /proc/self/status} has it, never as a mounted {@code /proc} of
 * the host, in which this process has another number.
 *
 * @see <a href=
 * "https://man7.org/linux/man-pages/man5/proc_pid_status.5.html">proc_pid_status(5)</a>
 */
final class LinuxProcess implements OsProcess {

	private final KernelFile status;

	private double rss = Double.NaN;

	private double threads = Double.NaN;

	LinuxProcess(Path proc) {
		this.status = new KernelFile(proc.resolve("self/status"));
	}

	@Override
	public void refresh() throws IOException {
		parse(this.status.read());
	}

	void parse(KernelText text) {
		this.rss = Double.NaN;
		this.threads = Double.NaN;
		while (text.nextLine()) {
			if (!text.nextWord()) {
				continue;
			}
			if (text.is("VmRSS:")) {
				this.rss = KernelText.orUnknown(text.nextNumber()) * 1024;
			}
			else if (text.is("Threads:")) {
				this.threads = KernelText.orUnknown(text.nextNumber());
			}
		}
	}

	@Override
	public double rss() {
		return this.rss;
	}

	@Override
	public double threads() {
		return this.threads;
	}

}
