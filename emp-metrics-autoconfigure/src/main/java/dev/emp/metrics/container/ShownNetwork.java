package dev.emp.metrics.container;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import dev.emp.metrics.support.KernelFile;
import dev.emp.metrics.support.KernelText;
import dev.emp.metrics.support.NetworkDevices;

/**
 * Tells whether the sys file system shows the network of this process, or another one
 * such as the machine's, whose interfaces may have the same names and numbers, but have
 * not counted the same. Not safe for use by several threads.
 */
final class ShownNetwork {

	private final NetworkDevices shown;

	private final KernelFile own;

	/**
	 * Create it without looking.
	 * @param shown what the sys file system shows
	 * @param own the list of the interfaces of this process
	 */
	ShownNetwork(NetworkDevices shown, KernelFile own) {
		this.shown = shown;
		this.own = own;
	}

	/**
	 * Whether the network of this process is shown.
	 * @param names the names of all its interfaces
	 * @return whether it is; what counts meanwhile may hide that for a look
	 * @throws IOException if the kernel does not list the interfaces
	 */
	boolean isOwn(Set<String> names) throws IOException {
		Set<String> listed = this.shown.names();
		if (listed.isEmpty() || !names.containsAll(listed)) {
			return false;
		}
		Map<String, Long> before = new HashMap<>();
		listed.forEach((name) -> before.put(name, this.shown.received(name)));
		KernelText text = this.own.read();
		while (text.nextLine()) {
			String name = (text.nextWord() && text.cutAtLast(':')) ? text.word() : "";
			Long least = before.get(name);
			if (least != null && !isBetween(least, text.nextNumber(), this.shown.received(name))) {
				return false;
			}
		}
		return true;
	}

	private static boolean isBetween(long least, long count, long most) {
		return (least <= count && count <= most) || most < 0;
	}

}
