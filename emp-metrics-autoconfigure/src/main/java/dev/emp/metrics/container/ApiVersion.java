package dev.emp.metrics.container;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A version of the Docker Engine API.
 *
 * @param major the first number
 * @param minor the second number
 */
record ApiVersion(int major, int minor) {

	private static final Pattern TEXT = Pattern.compile("([0-9]{1,4})\\.([0-9]{1,4})");

	static @Nullable ApiVersion parse(@Nullable String text) {
		Matcher matcher = TEXT.matcher((text != null) ? text : "");
		return matcher.matches()
				? new ApiVersion(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))) : null;
	}

	ApiVersion min(ApiVersion other) {
		boolean older = this.major < other.major || (this.major == other.major && this.minor < other.minor);
		return older ? this : other;
	}

	@Override
	public String toString() {
		return this.major + "." + this.minor;
	}

}
