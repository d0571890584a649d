package dev.emp.metrics.http;

import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.http.Outcome;

import dev.emp.metrics.http.HttpMeters.Keys;
import dev.emp.metrics.support.BoundedTags;

/**
 * The values of the tags of a request.
 *
 * @param method one of the known methods, or {@link HttpMethods#OTHER}
 * @param route the bounded pattern of the path
 * @param status the code of the status, or unknown
 * @param outcome the class of the status; unknown where the client was gone
 * @param management whether the request was one to an endpoint of the actuator
 */
record RequestTags(String method, String route, String status, Outcome outcome, boolean management) {

	/**
	 * The tags under which requests are counted once no further tag set is granted: what
	 * alerts need stays apart.
	 * @return one of at most 12
	 */
	RequestTags overflow() {
		return new RequestTags(HttpMethods.OTHER, BoundedTags.OTHER, BoundedTags.OTHER, this.outcome, this.management);
	}

	Tags asTags() {
		return Tags.of(Keys.METHOD, this.method, Keys.ROUTE, this.route, Keys.STATUS, this.status, Keys.OUTCOME,
				this.outcome.name(), Keys.ENDPOINT, this.management ? "management" : "app");
	}

}
