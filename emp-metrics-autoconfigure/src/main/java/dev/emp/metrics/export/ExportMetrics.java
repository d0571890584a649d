package dev.emp.metrics.export;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.DoubleConsumer;

import io.micrometer.core.instrument.Tags;
import org.jspecify.annotations.Nullable;

import dev.emp.metrics.support.Meters;
import dev.emp.metrics.support.ShownGauge;

/**
 * Counts what becomes of batches. There is none of the registries yet when the sender,
 * which a registry needs, is made: what is heard before they are there is counted then.
 */
final class ExportMetrics implements DeliveryListener {

	private final Map<Series, EarlyMeter> series = new ConcurrentHashMap<>();

	private final AtomicReference<@Nullable Runnable> binding = new AtomicReference<>();

	private volatile @Nullable Meters meters;

	private volatile List<ShownGauge> gauges = List.of();

	/**
	 * Register the meters. What never happens has no series, but for what a dashboard
	 * sets against each other.
	 * @param meters where to
	 * @param held what the gauges show
	 */
	void bind(Meters meters, Held held) {
		this.meters = meters;
		// a series that arises meanwhile sees the meters itself
		this.series.forEach((series, meter) -> meter.bind(series.register(meters)));
		this.gauges = List.of(meters.gauge(ExportMeters.HELD, Tags.empty(), held, Held::points),
				meters.gauge(ExportMeters.SPOOL_SIZE, Tags.empty(), held, Held::bytes),
				meters.gauge(ExportMeters.SPOOL_AGE, Tags.empty(), held, Held::oldestAgeSeconds));
		show();
	}

	/**
	 * Register what is there from the start, unless it still is.
	 */
	private void show() {
		points(Result.ACCEPTED, "pushed", 0);
		points(Result.DELIVERED, "none", 0);
		points(Result.DROPPED, "full", 0);
		this.gauges.forEach(ShownGauge::show);
	}

	/**
	 * Register the meters once a batch comes, which may never happen.
	 * @param meters where to
	 * @param held what the gauges show
	 */
	void bindWithNextBatch(Meters meters, Held held) {
		this.binding.set(() -> bind(meters, held));
	}

	@Override
	public void points(Result result, String reason, long points) {
		record(ExportMeters.POINTS, Tags.of("result", result.tag(), "reason", reason), (double) points);
	}

	@Override
	public void retried(String reason) {
		record(ExportMeters.RETRIES, Tags.of("reason", reason), 1);
	}

	@Override
	public void accepted(int bytes) {
		Runnable due = this.binding.getAndSet(null);
		if (due != null) {
			due.run();
		}
		if (this.meters != null) {
			show();
		}
		record(ExportMeters.PAYLOAD_SIZE, Tags.empty(), bytes);
	}

	private void record(ExportMeters definition, Tags tags, double value) {
		Series key = new Series(definition, tags);
		EarlyMeter meter = this.series.get(key);
		if (meter == null) {
			meter = this.series.computeIfAbsent(key, (absent) -> new EarlyMeter(!key.isSummary()));
			Meters present = this.meters;
			if (present != null) {
				meter.bind(key.register(present));
			}
		}
		meter.record(value);
	}

	/**
	 * One series of a meter.
	 *
	 * @param definition the meter
	 * @param tags its tags
	 */
	private record Series(ExportMeters definition, Tags tags) {

		private boolean isSummary() {
			return this.definition == ExportMeters.PAYLOAD_SIZE;
		}

		private DoubleConsumer register(Meters meters) {
			return isSummary() ? meters.summary(this.definition, this.tags)::record
					: meters.counter(this.definition, this.tags)::increment;
		}

	}

}
