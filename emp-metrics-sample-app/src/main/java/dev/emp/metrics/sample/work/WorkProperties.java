package dev.emp.metrics.sample.work;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * Properties of the work.
 *
 * @param thumbnailSize the longer side of a thumbnail in pixels
 * @param maxPixels how many pixels an image may have; larger ones are refused before they
 * are decoded, since a small file can hold an image that fills the memory
 * @param topTerms how many of a text's most frequent terms to name
 */
@ConfigurationProperties("sample.work")
record WorkProperties(@DefaultValue("256") int thumbnailSize, @DefaultValue("25000000") long maxPixels,
		@DefaultValue("10") int topTerms) {

	WorkProperties {
		Assert.isTrue(thumbnailSize > 0,
				() -> "sample.work.thumbnail-size must be at least 1, but is " + thumbnailSize);
		Assert.isTrue(maxPixels > 0, () -> "sample.work.max-pixels must be at least 1, but is " + maxPixels);
		Assert.isTrue(topTerms >= 0, () -> "sample.work.top-terms must not be negative, but is " + topTerms);
	}

}
