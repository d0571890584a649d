package dev.emp.metrics.host;

/**
 * How long tasks waited for a resource since the machine started, in microseconds; -1 is
 * unknown.
 *
 * @param some while at least one task waited
 * @param full while all tasks that could run waited
 * @see <a href="https://docs.kernel.org/accounting/psi.html">Pressure Stall
 * Information</a>
 */
record Pressure(long some, long full) {

	static final Pressure UNKNOWN = new Pressure(-1, -1);

}
