package dev.emp.metrics.host;

import dev.emp.metrics.support.KernelText;

/**
 * Reads a file of {@code /proc/pressure}.
 */
final class PressureReader {

	private static final String TOTAL = "total=";

	private PressureReader() {
	}

	/**
	 * Read the pressure.
	 * @param pressure the text of the file
	 * @return what is known
	 */
	static Pressure read(KernelText pressure) {
		long some = -1;
		long full = -1;
		while (pressure.nextLine()) {
			if (!pressure.nextWord()) {
				continue;
			}
			if (pressure.is("some")) {
				some = total(pressure);
			}
			else if (pressure.is("full")) {
				full = total(pressure);
			}
		}
		return new Pressure(some, full);
	}

	private static long total(KernelText line) {
		while (line.nextWord()) {
			if (line.startsWith(TOTAL)) {
				return line.number(TOTAL.length());
			}
		}
		return -1;
	}

}
