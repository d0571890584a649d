package dev.emp.metrics.container;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

import dev.emp.metrics.support.KernelFile;
import dev.emp.metrics.support.KernelText;

/**
 * Over which interfaces the own network sends what is for none of its neighbours. Not
 * safe for use by several threads.
 *
 * @see <a href=
 * "https://man7.org/linux/man-pages/man5/proc_pid_net.5.html">proc_pid_net(5)</a>
 */
final class DefaultRoutes {

	private static final String ANY = "00000000";

	private static final String ANY_OF_IPV6 = ANY + ANY + ANY + ANY;

	/** What stands between the destination and the mask of it. */
	private static final int BEFORE_MASK = 5;

	/** What stands between the length of a prefix and the interface. */
	private static final int BEFORE_INTERFACE = 7;

	private final Path net;

	/**
	 * Create it without looking.
	 * @param net what the kernel shows of the network
	 */
	DefaultRoutes(Path net) {
		this.net = net;
	}

	/**
	 * Look for the interfaces.
	 * @return their names; with IPv6 the loopback may be one, which refuses
	 */
	Set<String> interfaces() {
		Set<String> names = new HashSet<>();
		try {
			KernelText routes = new KernelFile(this.net.resolve("route")).read();
			while (routes.nextLine()) {
				String name = routes.nextWord() ? routes.word() : "";
				if (isNext(routes, ANY) && routes.skip(BEFORE_MASK) && isNext(routes, ANY)) {
					names.add(name);
				}
			}
			routes = new KernelFile(this.net.resolve("ipv6_route")).read();
			while (routes.nextLine()) {
				if (isNext(routes, ANY_OF_IPV6) && isNext(routes, "00") && routes.skip(BEFORE_INTERFACE)
						&& routes.nextWord()) {
					names.add(routes.word());
				}
			}
		}
		catch (IOException ex) {
			// without IPv6
		}
		return names;
	}

	private static boolean isNext(KernelText text, String word) {
		return text.nextWord() && text.is(word);
	}

}
