package dev.emp.metrics.export;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.config.validate.Validated;
import io.micrometer.registry.otlp.AggregationTemporality;
import io.micrometer.registry.otlp.CompressionMode;
import io.micrometer.registry.otlp.HistogramFlavor;
import io.micrometer.registry.otlp.OtlpConfig;
import org.jspecify.annotations.Nullable;

/**
 * The settings in force with another step.
 *
 * @param settings the settings in force
 * @param step the step
 */
@SuppressWarnings("deprecation")
record TierConfig(OtlpConfig settings, Duration step) implements OtlpConfig {

	@Override
	public String prefix() {
		return this.settings.prefix();
	}

	@Override
	public @Nullable String get(String key) {
		return this.settings.get(key);
	}

	@Override
	public Validated<?> validate() {
		return this.settings.validate();
	}

	@Override
	public void requireValid() {
		this.settings.requireValid();
	}

	@Override
	public boolean enabled() {
		return this.settings.enabled();
	}

	@Override
	public int numThreads() {
		return this.settings.numThreads();
	}

	@Override
	public Duration connectTimeout() {
		return this.settings.connectTimeout();
	}

	@Override
	public Duration readTimeout() {
		return this.settings.readTimeout();
	}

	@Override
	public int batchSize() {
		return this.settings.batchSize();
	}

	@Override
	public String url() {
		return this.settings.url();
	}

	@Override
	public Map<String, String> resourceAttributes() {
		return this.settings.resourceAttributes();
	}

	@Override
	public AggregationTemporality aggregationTemporality() {
		return this.settings.aggregationTemporality();
	}

	@Override
	public CompressionMode compressionMode() {
		return this.settings.compressionMode();
	}

	@Override
	public Map<String, String> headers() {
		return this.settings.headers();
	}

	@Override
	public HistogramFlavor histogramFlavor() {
		return this.settings.histogramFlavor();
	}

	@Override
	public Map<String, HistogramFlavor> histogramFlavorPerMeter() {
		return this.settings.histogramFlavorPerMeter();
	}

	@Override
	public boolean publishMaxGaugeForHistograms() {
		return this.settings.publishMaxGaugeForHistograms();
	}

	@Override
	public int exemplarsSize() {
		return this.settings.exemplarsSize();
	}

	@Override
	public int maxScale() {
		return this.settings.maxScale();
	}

	@Override
	public int maxBucketCount() {
		return this.settings.maxBucketCount();
	}

	@Override
	public Map<String, Integer> maxBucketsPerMeter() {
		return this.settings.maxBucketsPerMeter();
	}

	@Override
	public TimeUnit baseTimeUnit() {
		return this.settings.baseTimeUnit();
	}

	@Override
	public String toString() {
		// the settings have headers
		return "TierConfig[step=" + this.step + "]";
	}

}
