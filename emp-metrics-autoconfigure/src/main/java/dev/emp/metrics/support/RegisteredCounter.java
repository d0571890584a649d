package dev.emp.metrics.support;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.noop.NoopCounter;

import dev.emp.metrics.MeterSpec;

/**
 * A counter that outlives its removal from the registry.
 */
final class RegisteredCounter extends Registration<Counter> implements Counter {

	RegisteredCounter(Meters meters, MeterSpec spec, Tags tags) {
		super(meters, spec, tags);
	}

	@Override
	Counter register(MeterRegistry registry) {
		return Counter.builder(spec().name())
			.description(spec().description())
			.baseUnit(spec().unit())
			.tags(tags())
			.register(registry);
	}

	@Override
	Counter nothing(Meter.Id id) {
		return new NoopCounter(id);
	}

	@Override
	public void increment(double amount) {
		get().increment(amount);
	}

	@Override
	public double count() {
		return get().count();
	}

	@Override
	public Iterable<Measurement> measure() {
		return super.measure();
	}

}
