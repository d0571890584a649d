package dev.emp.metrics.sample.http;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;
import org.springframework.util.unit.DataSize;

/**
 * Properties of the jobs that come over HTTP.
 *
 * @param maxBody how large the body of a request may be
 * @param timeout how long a request waits for the result of its job
 */
@ConfigurationProperties("sample.http")
record HttpProperties(@DefaultValue("20MB") DataSize maxBody, @DefaultValue("60s") Duration timeout) {

	HttpProperties {
		Assert.isTrue(maxBody.toBytes() > 0 && maxBody.toBytes() < Integer.MAX_VALUE,
				() -> "sample.http.max-body must be more than 0 and less than 2GB, but is " + maxBody);
		Assert.isTrue(!timeout.isNegative() && !timeout.isZero(),
				() -> "sample.http.timeout must be more than 0, but is " + timeout);
	}

}
