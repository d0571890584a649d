package dev.emp.metrics.job;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * One step on the way from tag values to a series: a tree instead of a map by composite
 * keys, because a look-up then makes no garbage.
 */
final class TagNode {

	private final @Nullable TagNode parent;

	private final String value;

	private final Map<Object, TagNode> children = new ConcurrentHashMap<>(4);

	private volatile @Nullable TaggedSeries series;

	TagNode(@Nullable TagNode parent, String value) {
		this.parent = parent;
		this.value = value;
	}

	@Nullable TagNode parent() {
		return this.parent;
	}

	/**
	 * The bounded value of the step that leads here.
	 * @return a tag value
	 */
	String value() {
		return this.value;
	}

	Map<Object, TagNode> children() {
		return this.children;
	}

	@Nullable TaggedSeries series() {
		return this.series;
	}

	void series(TaggedSeries series) {
		this.series = series;
	}

}
