package dev.emp.metrics.host;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.emp.metrics.support.KernelText;

/**
 * Reads {@code net/dev} of a process. Not safe for use by several threads.
 */
final class NetworkReader {

	private final NameTable names;

	NetworkReader(NameTable names) {
		this.names = names;
	}

	/**
	 * Read the interfaces.
	 * @param dev the text of the file
	 * @return those that are wanted, in the order of the file
	 */
	List<InterfaceCounters> read(KernelText dev) {
		List<InterfaceCounters> interfaces = new ArrayList<>();
		this.names.begin();
		while (dev.nextLine()) {
			// old kernels have no blank behind the colon, and the head has no colon
			String name = (dev.nextWord() && dev.cutAtLast(':')) ? this.names.next(dev) : null;
			InterfaceCounters counters = (name != null) ? parse(name, dev) : null;
			if (counters != null) {
				interfaces.add(counters);
			}
		}
		this.names.end();
		return interfaces;
	}

	private static @Nullable InterfaceCounters parse(String name, KernelText line) {
		long received = line.nextNumber();
		line.skip(1);
		long receiveErrors = line.nextNumber();
		long receiveDropped = line.nextNumber();
		line.skip(4);
		long transmitted = line.nextNumber();
		line.skip(1);
		long transmitErrors = line.nextNumber();
		long transmitDropped = line.nextNumber();
		boolean known = received >= 0 && transmitted >= 0;
		return known ? new InterfaceCounters(name, received, transmitted, receiveErrors, transmitErrors, receiveDropped,
				transmitDropped, Link.UNKNOWN) : null;
	}

}
