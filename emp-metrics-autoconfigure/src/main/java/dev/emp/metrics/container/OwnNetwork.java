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

	private final IoSum sum = new IoSum();

	OwnNetwork(Path proc) {
		this.devices = new KernelFile(proc.resolve("self/net/dev"));
	}

	Io read() throws IOException {
		return parse(this.devices.read());
	}

	Io parse(KernelText text) {
		while (text.nextLine()) {
			if (text.nextWord() && text.cutAtLast(':') && !text.is("lo")) {
				String name = text.word();
				long in = text.nextNumber();
				long out = text.skip(BETWEEN) ? text.nextNumber() : -1;
				this.sum.add(name, KernelText.orUnknown(in), KernelText.orUnknown(out));
			}
		}
		return this.sum.next();
	}

}
