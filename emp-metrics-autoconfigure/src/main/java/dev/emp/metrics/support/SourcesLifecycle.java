package dev.emp.metrics.support;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;

/**
 * Has the sources of a context read, from the end of the start on. When the context stops
 * they are still read, until the {@link Sampler} is closed with it, so that the last push
 * knows them.
 */
final class SourcesLifecycle implements SmartLifecycle {

	private final Sampler sampler;

	private final ObjectProvider<SampledSources> sources;

	private volatile boolean running;

	SourcesLifecycle(Sampler sampler, ObjectProvider<SampledSources> sources) {
		this.sampler = sampler;
		this.sources = sources;
	}

	@Override
	public void start() {
		this.running = true;
		this.sources.orderedStream().forEach((feature) -> feature.all().forEach(this.sampler::add));
	}

	@Override
	public void stop() {
		this.running = false;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

}
