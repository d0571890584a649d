package dev.emp.metrics.gpu;

import java.util.regex.Pattern;

import dev.emp.metrics.support.BoundedTags;

/**
 * Reads one cell of what {@code nvidia-smi} prints. Where it knows no value it writes one
 * of many texts, as {@code [N/A]}, {@code [Not Supported]}, {@code [GPU requires reset]},
 * {@code ERR!}.
 */
final class SmiCell {

	private static final Pattern NUMBER = Pattern.compile("-?\\d{1,19}(\\.\\d{1,9})?");

	private SmiCell() {
	}

	/**
	 * The cell as a number.
	 * @param cell the text without blanks around it
	 * @return the number; 1 for Active, 0 for Not Active; NaN for anything else
	 */
	static double number(String cell) {
		return switch (cell) {
			case "Active" -> 1;
			case "Not Active" -> 0;
			// a zero without the sign that it may have
			default -> NUMBER.matcher(cell).matches() ? Double.parseDouble(cell) + 0.0 : Double.NaN;
		};
	}

	/**
	 * The cell as a name.
	 * @param cell the text without blanks around it
	 * @return the text as a tag can have it, or an empty one where it is not known
	 */
	static String text(String cell) {
		boolean unknown = cell.startsWith("[") || cell.equals("N/A") || cell.equals("ERR!")
				|| cell.equals("Unknown Error");
		return unknown ? "" : BoundedTags.text(cell);
	}

}
