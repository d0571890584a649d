package dev.emp.metrics.container;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

import dev.emp.metrics.container.ContainerReading.Io;
import dev.emp.metrics.support.KernelFile;
import dev.emp.metrics.support.KernelText;
import dev.emp.metrics.support.NetworkDevices;

/**
 * Bytes over all interfaces that lead out of the own network, as {@code docker stats}
 * adds them up where nothing runs within. Not safe for use by several threads.
 *
 * @see <a href=
 * "https://man7.org/linux/man-pages/man5/proc_pid_net.5.html">proc_pid_net(5)</a>
 */
final class OwnNetwork {

	/** What stands between the two numbers of bytes. */
	private static final int BETWEEN = 7;

	private final KernelFile devices;

	private final OwnInterfaces interfaces;

	OwnNetwork(Path proc) {
		this.devices = new KernelFile(proc.resolve("self/net/dev"));
		this.interfaces = new OwnInterfaces(new NetworkDevices(proc.resolveSibling("sys").resolve("class/net")));
	}

	Io read() throws IOException {
		if (this.interfaces.areKnown()) {
			this.interfaces.begin(names(this.devices.read()));
		}
		return parse(this.devices.read(), this.interfaces::count);
	}

	private static Set<String> names(KernelText text) {
		Set<String> names = new HashSet<>();
		while (text.nextLine()) {
			if (text.nextWord() && text.cutAtLast(':')) {
				names.add(text.word());
			}
		}
		return names;
	}

	static Io parse(KernelText text, Predicate<String> counts) {
		double received = Double.NaN;
		double transmitted = Double.NaN;
		while (text.nextLine()) {
			if (text.nextWord() && text.cutAtLast(':') && counts.test(text.word())) {
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
