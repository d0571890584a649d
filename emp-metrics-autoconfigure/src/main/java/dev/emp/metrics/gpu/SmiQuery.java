package dev.emp.metrics.gpu;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The fields that {@code nvidia-smi} is asked for, which become fewer as it refuses some.
 */
final class SmiQuery {

	/** As drivers since 535 call them; they still know the old name. */
	private static final String REASONS = "clocks_event_reasons.";

	private static final String OLD_REASONS = "clocks_throttle_reasons.";

	private static final String DRIVER = "driver_version";

	/** As drivers since 610 call it; they still know the old name. */
	private static final String NEW_DRIVER = "kmd_version";

	private final Map<SmiColumn, String> fields = new EnumMap<>(SmiColumn.class);

	SmiQuery() {
		for (SmiColumn column : SmiColumn.values()) {
			this.fields.put(column, column.field());
		}
	}

	/**
	 * The columns after the index, the UUID and the name.
	 * @return them in their order
	 */
	Collection<SmiColumn> columns() {
		return this.fields.keySet();
	}

	/**
	 * How the program is called.
	 * @param program its name or path
	 * @return the program and its arguments
	 */
	List<String> command(String program) {
		List<String> names = new ArrayList<>(List.of("index", "uuid", "name"));
		names.addAll(this.fields.values());
		return List.of(program, "--query-gpu=" + String.join(",", names), "--format=csv,noheader,nounits");
	}

	/**
	 * Ask no more for a field, or by another name if it has one.
	 * @param field the name that was refused
	 * @return whether the next question differs from the last
	 */
	boolean refuse(String field) {
		if (!this.fields.containsValue(field)) {
			return false;
		}
		if (field.startsWith(REASONS)) {
			// one refusal tells of all, and each costs a run
			this.fields.replaceAll((column, name) -> name.replace(REASONS, OLD_REASONS));
		}
		else if (field.equals(DRIVER)) {
			this.fields.put(SmiColumn.DRIVER, NEW_DRIVER);
		}
		else {
			this.fields.values().remove(field);
		}
		return true;
	}

}
