package dev.emp.metrics.gpu;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * Reads the rows that {@code nvidia-smi} prints. Lines that are no rows are passed over:
 * it says there which GPUs do not answer.
 */
final class SmiParser {

	/** More of them are no machine. */
	static final int MOST_GPUS = 64;

	private static final int LONGEST_ROW = 4096;

	/** Index, UUID and at least one part of the name. */
	private static final int LEFT = 3;

	private SmiParser() {
	}

	/**
	 * Read the rows.
	 * @param text what was printed, without a header and without units
	 * @param columns what stands in a row after the index, the UUID and the name
	 * @return what is known of each GPU, by index
	 */
	static Map<Integer, GpuReading> parse(String text, Collection<SmiColumn> columns) {
		Map<Integer, GpuReading> readings = new TreeMap<>();
		text.lines()
			.filter((line) -> line.length() <= LONGEST_ROW)
			.map((line) -> row(line, columns))
			.forEach((reading) -> {
				if (reading != null) {
					readings.putIfAbsent(Integer.valueOf(reading.identity().index()), reading);
				}
			});
		return readings;
	}

	private static @Nullable GpuReading row(String line, Collection<SmiColumn> columns) {
		String[] cells = line.split(",", -1);
		int right = cells.length - columns.size();
		int index = index(cells[0].strip());
		if (right < LEFT || index < 0) {
			return null;
		}
		String driver = "";
		GpuValues values = new GpuValues();
		int at = right;
		for (SmiColumn column : columns) {
			String cell = cells[at++].strip();
			column.read(cell, values);
			driver = (column == SmiColumn.DRIVER) ? SmiCell.text(cell) : driver;
		}
		return values.isKnown() ? values.reading(
				new GpuIdentity(Integer.toString(index), SmiCell.text(cells[1].strip()), name(cells, right), driver))
				: null;
	}

	private static String name(String[] cells, int right) {
		// nothing is quoted: a comma of the name looks like one between cells
		StringBuilder name = new StringBuilder(cells[2]);
		for (int i = LEFT; i < right; i++) {
			name.append(',').append(cells[i]);
		}
		return SmiCell.text(name.toString().strip());
	}

	private static int index(String cell) {
		double number = (cell.length() <= 2) ? SmiCell.number(cell) : -1;
		return (number >= 0 && number < MOST_GPUS) ? (int) number : -1;
	}

}
