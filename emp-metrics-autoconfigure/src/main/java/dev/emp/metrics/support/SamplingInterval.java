package dev.emp.metrics.support;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

import dev.emp.metrics.InvalidSettingException;

/**
 * How often sources are sampled: as often as metrics are exported, since what is read in
 * between nobody sees.
 */
public final class SamplingInterval {

	private static final Duration LEAST = Duration.ofSeconds(1);

	private static final String OTLP_REGISTRY = "io.micrometer.registry.otlp.OtlpMeterRegistry";

	private SamplingInterval() {
	}

	/**
	 * The interval of sources that have none of their own: the step in force.
	 * @param environment where Boot's property is looked up, which has the interval of
	 * OpenTelemetry's variable as well
	 * @param interval the interval where nothing is exported over OTLP
	 * @return one second or more
	 */
	static Duration inForce(Environment environment, Duration interval) {
		if (!ClassUtils.isPresent(OTLP_REGISTRY, SamplingInterval.class.getClassLoader())) {
			return interval;
		}
		Duration step = Binder.get(environment)
			.bind("management.otlp.metrics.export.step", Duration.class)
			.orElse(interval);
		return (step.compareTo(LEAST) < 0) ? LEAST : step;
	}

	/**
	 * Refuse an interval that is too short.
	 * @param property the name of the property
	 * @param interval what the user set, or null for the default
	 */
	public static void check(String property, @Nullable Duration interval) {
		if (interval != null && interval.compareTo(LEAST) < 0) {
			throw new InvalidSettingException("The property " + property, DurationStyle.SIMPLE.print(interval),
					"is below one second", "Set it to 1s or more, or remove it for the step of the export.");
		}
	}

}
