package dev.emp.metrics.gpu;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.emp.metrics.support.BoundedTags;

/**
 * What {@code nvidia-smi} says where it prints no row.
 *
 * @param exit its exit code
 * @param text all that it printed
 */
record SmiAnswer(int exit, String text) {

	private static final Pattern REFUSED = Pattern.compile("Field \"([^\"]{1,100})\" is not a valid field to query");

	private static final int DRIVER_NOT_LOADED = 9;

	private static final int LIBRARY_NOT_FOUND = 12;

	private static final int GPU_LOST = 15;

	/**
	 * The field that it does not know.
	 * @return its name, or null if it complains of something else
	 */
	@Nullable String refusedField() {
		Matcher matcher = REFUSED.matcher(this.text);
		return matcher.find() ? matcher.group(1) : null;
	}

	/**
	 * Whether it says that there is no GPU, and not that one is lost.
	 * @return whether it does
	 */
	boolean isEmpty() {
		return firstLine().startsWith("No devices were found");
	}

	/**
	 * What to tell the reader of the log.
	 * @param program how it was called
	 * @return the exception
	 */
	GpuException failure(String program) {
		String said = firstLine();
		return new GpuException("%s told of no GPU (exit code %s%s). %s".formatted(program, this.exit,
				said.isEmpty() ? "" : ": " + said, remedy(program)));
	}

	private String firstLine() {
		return this.text.lines()
			.filter((line) -> !line.isBlank())
			.findFirst()
			.map((line) -> BoundedTags.text(line.strip()))
			.orElse("");
	}

	private String remedy(String program) {
		return switch (this.exit) {
			case DRIVER_NOT_LOADED -> "Load the NVIDIA driver, or restart the machine after its update.";
			case LIBRARY_NOT_FOUND ->
				"Install the NVIDIA driver, or start the container with NVIDIA_DRIVER_CAPABILITIES=utility.";
			case GPU_LOST -> "Reset the GPU or restart the machine.";
			default -> "Run " + program + " by hand to see more.";
		};
	}

}
