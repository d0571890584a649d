package dev.emp.metrics.support;

import java.util.concurrent.TimeUnit;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleSupplier;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.noop.NoopGauge;
import org.jspecify.annotations.Nullable;

import dev.emp.metrics.MeterSpec;
import dev.emp.metrics.support.Readings.Reading;

/**
 * A gauge that outlives its removal from the registry: it is back when it is shown again.
 */
public final class ShownGauge {

	private final Meters meters;

	private final DoubleBinaryOperator merge;

	private final Reading reading;

	private final Series series;

	ShownGauge(Meters meters, MeterSpec spec, Tags tags, DoubleBinaryOperator merge, DoubleSupplier value) {
		this.meters = meters;
		this.merge = merge;
		this.reading = new Reading(meters, value);
		this.series = new Series(meters, spec, tags);
	}

	/**
	 * Register the gauge, if it is not.
	 */
	public void show() {
		this.series.get();
	}

	/**
	 * Take the gauge away, unless something else is read as the same series.
	 */
	public void remove() {
		this.meters.remove(this.series, this.reading);
	}

	/**
	 * Round to a 1,024th of a second: what a clock says beyond that is chance, and eight
	 * bytes of chance in each push.
	 * @param seconds any number
	 * @return the nearest, and the number itself if it is not finite
	 */
	private static double toMillis(double seconds) {
		return Math.rint(seconds * 1024) / 1024;
	}

	/**
	 * What the registry has of it.
	 */
	private final class Series extends Registration<Gauge> {

		/** Fresh ones: those of the former gauge may have been joined by others. */
		private @Nullable Readings readings;

		Series(Meters meters, MeterSpec spec, Tags tags) {
			super(meters, spec, tags);
		}

		@Override
		Gauge register(MeterRegistry registry) {
			Readings fresh = new Readings(ShownGauge.this.merge, ShownGauge.this.reading);
			this.readings = fresh;
			if ("seconds".equals(spec().unit())) {
				return TimeGauge.builder(spec().name(), () -> toMillis(fresh.value()), TimeUnit.SECONDS)
					.description(spec().description())
					.strongReference(true)
					.tags(tags())
					.register(registry);
			}
			return Gauge.builder(spec().name(), fresh, Readings::value)
				.description(spec().description())
				.baseUnit(spec().unit())
				.strongReference(true)
				.tags(tags())
				.register(registry);
		}

		@Override
		@Nullable Readings readings() {
			Readings handedOver = this.readings;
			this.readings = null;
			return handedOver;
		}

		@Override
		Gauge nothing(Meter.Id id) {
			return new NoopGauge(id);
		}

	}

}
