package dev.emp.metrics.support;

/**
 * A part of a whole, 0 to 1. Rounded to a 65,536th, which is finer than what the kernel
 * counts in, so that the last bits, which say nothing, need not be sent.
 */
public final class Ratio {

	private static final int STEPS = 1 << 16;

	private Ratio() {
	}

	/**
	 * Compute a ratio.
	 * @param part the part
	 * @param whole the whole
	 * @return 0 to 1, or NaN if one is negative, unknown (NaN) or the whole is 0
	 */
	public static double of(double part, double whole) {
		boolean known = part >= 0 && whole > 0;
		return known ? (double) Math.round(Math.min(1, part / whole) * STEPS) / STEPS : Double.NaN;
	}

}
