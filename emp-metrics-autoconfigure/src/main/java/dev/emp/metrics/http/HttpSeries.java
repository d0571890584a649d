package dev.emp.metrics.http;

import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;

import dev.emp.metrics.support.Meters;

/**
 * The meters of one combination of tags. The number of requests has a counter of its own:
 * the count of a timer falls back at each step of some registries and is missing where
 * the timer is denied, and what is only read from here would be lost where the filter of
 * one of several registries makes two series one.
 */
final class HttpSeries {

	private final Timer duration;

	private final Counter requests;

	HttpSeries(Meters meters, Tags tags) {
		this.duration = meters.timer(HttpMeters.DURATION, tags);
		this.requests = meters.counter(HttpMeters.REQUESTS, tags);
	}

	void record(long nanos) {
		this.requests.increment();
		this.duration.record(nanos, TimeUnit.NANOSECONDS);
	}

}
