package dev.emp.metrics.support;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import io.micrometer.core.instrument.noop.NoopDistributionSummary;

import dev.emp.metrics.MeterSpec;

/**
 * A summary that outlives its removal from the registry.
 */
final class RegisteredSummary extends Registration<DistributionSummary> implements DistributionSummary {

	RegisteredSummary(Meters meters, MeterSpec spec, Tags tags) {
		super(meters, spec, tags);
	}

	@Override
	DistributionSummary register(MeterRegistry registry) {
		return DistributionSummary.builder(spec().name())
			.description(spec().description())
			.baseUnit(spec().unit())
			.serviceLevelObjectives(spec().buckets().stream().mapToDouble(Double::doubleValue).toArray())
			.tags(tags())
			.register(registry);
	}

	@Override
	DistributionSummary nothing(Meter.Id id) {
		return new NoopDistributionSummary(id);
	}

	@Override
	public void record(double amount) {
		get().record(amount);
	}

	@Override
	public long count() {
		return get().count();
	}

	@Override
	public double totalAmount() {
		return get().totalAmount();
	}

	@Override
	public double max() {
		return get().max();
	}

	@Override
	public HistogramSnapshot takeSnapshot() {
		return get().takeSnapshot();
	}

	@Override
	public Iterable<Measurement> measure() {
		return super.measure();
	}

}
