package dev.emp.metrics.container;

import io.micrometer.core.instrument.Tags;
import org.jspecify.annotations.Nullable;

import dev.emp.metrics.container.ContainerMeters.Keys;
import dev.emp.metrics.support.BoundedTags;

/**
 * Which container it is, as the tags say it.
 *
 * @param name the name
 * @param id the first 12 characters of the identifier
 * @param image the name of the image
 */
record ContainerIdentity(String name, String id, String image) {

	/** The container of this process, where nothing tells more. */
	static final String SELF = "self";

	/**
	 * Make tag values of what is known.
	 * @param name the name, or null
	 * @param id the identifier in its long form, or null
	 * @param image the image, or null
	 * @return the identity
	 */
	static ContainerIdentity of(@Nullable String name, @Nullable String id, @Nullable String image) {
		return new ContainerIdentity(text(name), text((id != null) ? ContainerIds.abbreviate(id) : null), text(image));
	}

	private static String text(@Nullable String value) {
		return (value == null || value.isBlank()) ? BoundedTags.UNKNOWN : BoundedTags.text(value);
	}

	Tags tags() {
		return Tags.of(Keys.NAME, this.name, Keys.ID, this.id, Keys.IMAGE, this.image);
	}

}
