package dev.emp.metrics.support;

import dev.emp.metrics.MeterDefinition;
import dev.emp.metrics.MeterSpec;

/**
 * What the library says of itself.
 */
public enum SupportMeters implements MeterDefinition {

	/** Values that a limit turned into {@code _other}. */
	CARDINALITY_OVERFLOW(
			MeterSpec.counter("emp.metrics.cardinality.overflow", "Tag values beyond their limit, counted as _other")
				.tags("meter", "tag")),

	/** Failures of code that the library calls. */
	SOURCE_ERRORS(MeterSpec.counter("emp.metrics.source.errors", "Failures of a source or of an application's callback")
		.tags("source"));

	private final MeterSpec spec;

	SupportMeters(MeterSpec spec) {
		this.spec = spec;
	}

	@Override
	public MeterSpec spec() {
		return this.spec;
	}

}
