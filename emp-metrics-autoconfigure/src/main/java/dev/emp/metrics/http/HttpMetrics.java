package dev.emp.metrics.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.binder.http.Outcome;
import org.jspecify.annotations.Nullable;

import dev.emp.metrics.http.HttpMeters.Keys;
import dev.emp.metrics.support.BoundedTags;
import dev.emp.metrics.support.Guarded;
import dev.emp.metrics.support.Meters;
import dev.emp.metrics.support.SupportMeters;

/**
 * Records requests under tags that are bounded whatever clients send: at most as many tag
 * sets as the limit grants, and twelve for the rest.
 */
final class HttpMetrics {

	/** Stands for a status that is not known. */
	static final int NO_STATUS = 0;

	private static final int MAX_STATUS = 599;

	private static final String[] STATUSES = IntStream.rangeClosed(0, MAX_STATUS)
		.mapToObj((status) -> (status >= 100) ? Integer.toString(status) : BoundedTags.UNKNOWN)
		.toArray(String[]::new);

	private final Meters meters;

	private final Clock clock;

	private final Guarded guard;

	private final BoundedTags routes;

	private final int limit;

	private final Runnable onOverflow;

	private final Map<RequestTags, HttpSeries> series = new ConcurrentHashMap<>();

	private volatile boolean full;

	HttpMetrics(Meters meters, HttpProperties.Limits limits) {
		this.meters = meters;
		this.clock = meters.clock();
		this.guard = SupportMeters.guard(meters, "The recording of an HTTP request", "Its sample is lost.");
		this.routes = new BoundedTags(limits.routes(), overflow(Keys.ROUTE, "routes"));
		this.limit = limits.tagSets();
		this.onOverflow = overflow("tag-sets", "tag-sets");
	}

	private Runnable overflow(String tag, String limit) {
		return SupportMeters.overflow(this.meters, HttpMeters.REQUESTS, tag, "emp.metrics.http.limits." + limit,
				SupportMeters.COUNTED_AS_OTHER);
	}

	long nanos() {
		return this.clock.monotonicTime();
	}

	Guarded guard() {
		return this.guard;
	}

	/**
	 * Record a request that has ended.
	 * @param request how it began
	 * @param method the method as the client wrote it
	 * @param route the pattern of the path, or null if nothing matched
	 * @param status the code of the status, or {@link #NO_STATUS}
	 * @param outcome what became of it
	 */
	void record(RunningRequest request, @Nullable String method, @Nullable String route, int status, Outcome outcome) {
		RequestTags tags = new RequestTags(HttpMethods.known(method), route(route), status(status), outcome,
				request.management());
		series(tags).record(nanos() - request.startNanos());
	}

	private String route(@Nullable String pattern) {
		// a mapping without a path has the empty pattern
		return (pattern != null && pattern.isEmpty()) ? "/" : this.routes.bound(pattern);
	}

	private static String status(int status) {
		return (status >= 0 && status <= MAX_STATUS) ? STATUSES[status] : BoundedTags.UNKNOWN;
	}

	private HttpSeries series(RequestTags tags) {
		HttpSeries known = this.series.get(tags);
		if (known != null) {
			return known;
		}
		HttpSeries granted = this.full ? null : grant(tags);
		return (granted != null) ? granted : overflow(tags.overflow());
	}

	private synchronized @Nullable HttpSeries grant(RequestTags tags) {
		if (!this.full) {
			this.series.computeIfAbsent(tags, this::newSeries);
			this.full = this.series.size() >= this.limit;
		}
		return this.series.get(tags);
	}

	private HttpSeries overflow(RequestTags tags) {
		this.onOverflow.run();
		HttpSeries known = this.series.get(tags);
		return (known != null) ? known : this.series.computeIfAbsent(tags, this::newSeries);
	}

	private HttpSeries newSeries(RequestTags tags) {
		return new HttpSeries(this.meters, tags.asTags());
	}

}
