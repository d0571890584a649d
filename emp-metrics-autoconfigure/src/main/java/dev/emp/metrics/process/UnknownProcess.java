package dev.emp.metrics.process;

/**
 * This process on a system that nobody here can ask.
 */
class UnknownProcess implements OsProcess {

	@Override
	public void refresh() {
	}

	@Override
	public double rss() {
		return Double.NaN;
	}

	@Override
	public double threads() {
		return Double.NaN;
	}

}
