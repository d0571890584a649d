package dev.emp.metrics.support;

import java.util.ArrayList;
import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;

/**
 * The probes of one application context: beans of the application, and what the library
 * made for beans that it found. They are read from the end of the start until the context
 * stops. A child context adds its own to those of its parent.
 *
 * @param <P> the type of the probes
 */
public abstract class ContextProbes<P> implements SmartLifecycle {

	private static final Log logger = LogFactory.getLog(ContextProbes.class);

	private final ObjectProvider<P> beans;

	private final SampledProbes<P> probes;

	private final List<P> found = new ArrayList<>();

	private final List<P> read = new ArrayList<>();

	private boolean running;

	/**
	 * Create the probes of a context.
	 * @param beans the beans of the application, not asked for before the start
	 * @param probes where the probes of all contexts are read
	 */
	protected ContextProbes(ObjectProvider<P> beans, SampledProbes<P> probes) {
		this.beans = beans;
		this.probes = probes;
	}

	/**
	 * Read a probe that the library made, from the start on.
	 * @param probe the probe
	 */
	public final synchronized void add(P probe) {
		this.found.add(probe);
		if (this.running) {
			this.probes.add(probe, true);
		}
	}

	@Override
	public final void start() {
		// not under the lock, which another thread may wait for while it makes a bean
		start(beans());
	}

	private synchronized void start(List<P> ofApplication) {
		this.running = true;
		for (P probe : ofApplication) {
			if (this.probes.add(probe, false)) {
				this.read.add(probe);
			}
		}
		this.found.forEach((probe) -> this.probes.add(probe, true));
	}

	private List<P> beans() {
		try {
			// a scoped bean comes and goes, and is read through its proxy if it has one
			return this.beans.orderedStream(ObjectProvider.UNFILTERED, false).toList();
		}
		catch (BeansException ex) {
			// a lazy one, which alone would not have stopped the start
			logger.warn("No probe is read, since one cannot be made: " + ex.getMessage() + ": "
					+ ex.getMostSpecificCause());
			return List.of();
		}
	}

	@Override
	public final synchronized void stop() {
		this.running = false;
		this.read.forEach(this.probes::remove);
		this.read.clear();
		this.found.forEach(this.probes::remove);
	}

	@Override
	public final synchronized boolean isRunning() {
		return this.running;
	}

}
