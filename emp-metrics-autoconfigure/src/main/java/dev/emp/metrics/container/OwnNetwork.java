package dev.emp.metrics.container;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

import dev.emp.metrics.container.ContainerReading.Io;
import dev.emp.metrics.support.Growth;
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

	private final IoSum sum = new IoSum(Growth.Most.NETWORK_BYTES);

	OwnNetwork(Path proc) {
		this.devices = new KernelFile(proc.resolve("self/net/dev"));
		NetworkDevices shown = new NetworkDevices(proc.resolveSibling("sys").resolve("class/net"));
		this.interfaces = new OwnInterfaces(shown, new ShownNetwork(shown, this.devices),
				new DefaultRoutes(proc.resolve("self/net")));
	}

	Io read() throws IOException {
		if (this.interfaces.begin()) {
			this.interfaces.look(names(this.devices.read()));
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

	Io parse(KernelText text, Predicate<String> counts) {
		while (text.nextLine()) {
			if (text.nextWord() && text.cutAtLast(':') && counts.test(text.word())) {
				String name = text.word();
				long in = text.nextNumber();
				long out = text.skip(BETWEEN) ? text.nextNumber() : -1;
				this.sum.add(this.interfaces.thing(name), KernelText.orUnknown(in), KernelText.orUnknown(out));
			}
		}
		return this.sum.next();
	}

}
