package dev.emp.metrics.container;

import java.io.IOException;
import java.nio.file.Path;

import dev.emp.metrics.container.ContainerReading.Io;
import dev.emp.metrics.support.KernelFile;
import dev.emp.metrics.support.KernelText;

/**
 * Bytes over all interfaces of the own network but the loopback, as {@code docker stats}
 * adds them up. Not safe for use by several threads.
 *
 * @see <a href=
 * "https://man7.org/linux/man-pages/man5/proc_pid_net.5.html">proc_pid_net(5)</a>
 */
final class OwnNetwork {

	/** What stands between the two numbers of bytes. */
	private static final int BETWEEN = 7;

	private final KernelFile devices;

	OwnNetwork(Path proc) {
		this.devices = new KernelFile(proc.resolve("self/net/dev"));
	}

	Io read() throws IOException {
		return parse(this.devices.read());
	}

	static Io parse(KernelText text) {
		double received = Double.NaN;
		double transmitted = Double.NaN;
		while (text.nextLine()) {
			if (text.nextWord() && text.cutAtLast(':') && !text.is("lo")) {
				long in = text.nextNumber();
				long out = text.skip(BETWEEN) ? text.nextNumber() : -1;
				if (in >= 0 && out >= 0) {
					received = in + (Double.isNaN(received) ? 0 : received);
					transmitted = out + (Double.isNaN(transmitted) ? 0 : transmitted);
				}
			}
		}
		return new Io(received, transmitted);
	}

}
