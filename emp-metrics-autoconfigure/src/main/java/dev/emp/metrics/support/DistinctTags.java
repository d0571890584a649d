package dev.emp.metrics.support;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

import io.micrometer.core.instrument.Tag;

/**
 * Leaves one tag of those that become one label: a scrape fails as a whole where a label
 * is there twice, and what translates OTLP joins the values.
 */
final class DistinctTags {

	private DistinctTags() {
	}

	/**
	 * Leave out tags.
	 * @param tags the tags of a meter of ours
	 * @param own the keys that the meter itself has, which win
	 * @param labels makes a label of a key
	 * @param leftOut told of each tag that is left out, and of the one that stays
	 * @return the tags with distinct labels
	 */
	static List<Tag> of(List<Tag> tags, Set<String> own, UnaryOperator<String> labels, BiConsumer<Tag, Tag> leftOut) {
		Map<String, Tag> distinct = new LinkedHashMap<>();
		for (Tag tag : tags) {
			distinct.merge(labels.apply(tag.getKey()), tag, (known, other) -> {
				boolean wins = own.contains(other.getKey()) && !own.contains(known.getKey());
				leftOut.accept(wins ? known : other, wins ? other : known);
				return wins ? other : known;
			});
		}
		return List.copyOf(distinct.values());
	}

}
