package dev.emp.metrics.http;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;

import dev.emp.metrics.support.Meters;

/**
 * The meters of one combination of tags. The registry reads the number of requests from
 * here: the count of a timer falls back at each step of some registries, and is missing
 * where the timer is denied.
 */
final class HttpSeries {

	private final Timer duration;

	private final LongAdder requests = new LongAdder();

	HttpSeries(Meters meters, Tags tags) {
		this.duration = meters.timer(HttpMeters.DURATION, tags);
		meters.functionCounter(HttpMeters.REQUESTS, tags, this.requests, LongAdder::sum);
	}

	void record(long nanos) {
		this.requests.increment();
		this.duration.record(nanos, TimeUnit.NANOSECONDS);
	}

}
