package dev.emp.metrics.support;

import java.util.ArrayList;
import java.util.List;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.SmartLifecycle;

/**
 * The probes of one application context: beans of the application, and what the library
 * made for beans that it found. They are read from the end of the start until the context
 * stops. A child context adds its own to those of its parent. The lock is not held while
 * a bean is made or a probe is asked for its names, which may need Spring's own lock.
 *
 * @param <P> the type of the probes
 */
public abstract class ContextProbes<P> implements SmartLifecycle {

	private final ProbeBeans<P> beans;

	private final SampledProbes<P> probes;

	private final List<P> found = new ArrayList<>();

	private final List<P> read = new ArrayList<>();

	private boolean running;

	/**
	 * Create the probes of a context.
	 * @param type the type of the probes
	 * @param beanFactory has the beans of the application, not asked for before the start
	 * @param probes where the probes of all contexts are read
	 */
	protected ContextProbes(Class<P> type, ConfigurableListableBeanFactory beanFactory, SampledProbes<P> probes) {
		this.beans = new ProbeBeans<>(type, beanFactory);
		this.probes = probes;
	}

	/**
	 * Read a probe that the library made, from the start on.
	 * @param probe the probe
	 */
	public final void add(P probe) {
		if (keep(probe)) {
			readFound(probe);
		}
	}

	private synchronized boolean keep(P probe) {
		this.found.add(probe);
		return this.running;
	}

	@Override
	public final void start() {
		for (ProbeBeans.Named<P> probe : this.beans.get()) {
			if (this.probes.add(probe.bean(), probe.name(), false)) {
				noteRead(probe.bean());
			}
		}
		// after those of the application, to which they give way
		run().forEach(this::readFound);
	}

	private synchronized void noteRead(P probe) {
		this.read.add(probe);
	}

	private synchronized List<P> run() {
		this.running = true;
		return List.copyOf(this.found);
	}

	private void readFound(P probe) {
		this.probes.add(probe, true);
		if (!isRunning()) {
			// stopped in between
			this.probes.remove(probe);
		}
	}

	@Override
	public final void stop() {
		halt().forEach(this.probes::remove);
	}

	private synchronized List<P> halt() {
		this.running = false;
		List<P> all = new ArrayList<>(this.read);
		all.addAll(this.found);
		this.read.clear();
		return all;
	}

	@Override
	public final synchronized boolean isRunning() {
		return this.running;
	}

}
