package dev.emp.metrics.job;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.emp.metrics.support.BoundedTags;

/**
 * Leads from the tag values of a call to its series: the values that are fixed are looked
 * up once, each other one is a step in a tree. Once no further tag set is granted the
 * tree no longer grows; the table then says which series a call has.
 */
final class SeriesPath {

	private final SeriesTable table;

	private final List<@Nullable String> fixed;

	private final TagNode root = new TagNode(null, "");

	/**
	 * Create a path.
	 * @param table where the series are
	 * @param fixed for each tag its value, or null where a step gives it
	 */
	SeriesPath(SeriesTable table, List<@Nullable String> fixed) {
		this.table = table;
		List<@Nullable String> bounded = new ArrayList<>();
		for (int i = 0; i < fixed.size(); i++) {
			String value = fixed.get(i);
			bounded.add((value != null) ? table.bounds(i).bound(value) : null);
		}
		this.fixed = Collections.unmodifiableList(bounded);
	}

	/**
	 * A path on which every value is a step.
	 * @param table where the series are
	 * @param size how many tags there are
	 * @return a path
	 */
	static SeriesPath ofSteps(SeriesTable table, int size) {
		return new SeriesPath(table, Collections.<@Nullable String>nCopies(size, null));
	}

	TagNode start() {
		return this.root;
	}

	/**
	 * Take a step. Steps go in the order of the positions.
	 * @param from where the path has led so far
	 * @param position the position of the tag
	 * @param value the value of the tag as {@link JobValues#tag} gives it, or null
	 * @return the next node
	 */
	TagNode step(TagNode from, int position, @Nullable Object value) {
		TagNode known = from.children().get((value != null) ? value : BoundedTags.UNKNOWN);
		return (known != null) ? known : firstStep(from, position, value);
	}

	private TagNode firstStep(TagNode from, int position, @Nullable Object value) {
		String text = this.table.bounds(position).bound(text(value));
		TagNode known = from.children().get(text);
		if (known == null) {
			if (this.table.full()) {
				return new TagNode(from, text);
			}
			known = from.children().computeIfAbsent(text, (key) -> new TagNode(from, text));
		}
		if (value != null && !text.equals(BoundedTags.OTHER) && JobValues.isFew(value)) {
			from.children().putIfAbsent(value, known);
		}
		return known;
	}

	/**
	 * The series at the end of the path.
	 * @param last the node of the last step, or the start if every value is fixed
	 * @return the series
	 */
	TaggedSeries series(TagNode last) {
		TaggedSeries known = last.series();
		if (known != null) {
			return known;
		}
		TaggedSeries found = this.table.find(values(last));
		if (!this.table.full()) {
			last.series(found);
		}
		return found;
	}

	private List<String> values(TagNode last) {
		List<String> values = new ArrayList<>();
		TagNode node = last;
		for (int i = this.fixed.size() - 1; i >= 0; i--) {
			String value = this.fixed.get(i);
			if (value == null) {
				value = node.value();
				node = (node.parent() != null) ? node.parent() : node;
			}
			values.add(0, value);
		}
		return values;
	}

	private static @Nullable String text(@Nullable Object value) {
		if (value instanceof Enum<?> constant) {
			return constant.name();
		}
		return (value != null) ? value.toString() : null;
	}

}
