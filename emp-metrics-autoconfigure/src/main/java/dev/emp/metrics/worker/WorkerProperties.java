package dev.emp.metrics.worker;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

import dev.emp.metrics.InvalidSettingException;
import dev.emp.metrics.support.SamplingInterval;

/**
 * Settings of the metrics of workers.
 *
 * @param enabled Whether to meter workers
 * @param exclude Names of executor beans whose workers are not metered
 * @param interval Time between two looks at what is not in memory. By default as often as
 * metrics are exported. A number without a unit is in seconds
 * @param limits How many different tag values are kept
 */
@ConfigurationProperties("emp.metrics.worker")
record WorkerProperties(@DefaultValue("true") boolean enabled, @DefaultValue Set<String> exclude,
		@DurationUnit(ChronoUnit.SECONDS) @Nullable Duration interval, @DefaultValue Limits limits) {

	WorkerProperties {
		exclude = Set.copyOf(exclude);
		SamplingInterval.check("emp.metrics.worker.interval", interval);
	}

	/**
	 * How many different values are kept; pools beyond that have no series.
	 *
	 * @param values Number of values of each tag that are kept. Pools beyond that have no
	 * series
	 */
	record Limits(@DefaultValue("100") int values) {

		Limits {
			InvalidSettingException.checkLimit("worker", "worker", "values", values);
		}

	}

}
