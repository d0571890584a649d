package dev.emp.metrics.http;

import dev.emp.metrics.MeterDefinition;
import dev.emp.metrics.MeterSpec;

/**
 * The meters of HTTP requests. The bounds of durations are those of an interface that
 * answers in a millisecond to five seconds.
 */
enum HttpMeters implements MeterDefinition {

	REQUESTS(MeterSpec.counter("http.requests", "Requests that were answered or broken off").tags(Keys.all())),

	DURATION(MeterSpec
		.timer("http.request.duration", "How long requests took until they were answered or broken off", .001, .005,
				.01, .025, .05, .1, .25, .5, 1, 2.5, 5)
		.tags(Keys.all()));

	private final MeterSpec spec;

	HttpMeters(MeterSpec spec) {
		this.spec = spec;
	}

	@Override
	public MeterSpec spec() {
		return this.spec;
	}

	/**
	 * The tag keys of requests, of which each sample has all.
	 */
	static final class Keys {

		static final String METHOD = "http.request.method";

		static final String ROUTE = "http.route";

		static final String STATUS = "http.response.status_code";

		static final String OUTCOME = "outcome";

		static final String ENDPOINT = "endpoint";

		private Keys() {
		}

		private static String[] all() {
			return new String[] { METHOD, ROUTE, STATUS, OUTCOME, ENDPOINT };
		}

	}

}
