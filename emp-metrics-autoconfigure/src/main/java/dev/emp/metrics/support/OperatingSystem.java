package dev.emp.metrics.support;

import java.util.Locale;

import org.springframework.util.ClassUtils;

/**
 * The operating system, as far as it decides how the machine is read.
 */
public enum OperatingSystem {

	/** Read directly. */
	LINUX,

	/** Read by OSHI. */
	OTHER_WITH_OSHI,

	/** Not read, since OSHI is not on the class path. */
	OTHER;

	private static final String OSHI = "oshi.SystemInfo";

	/**
	 * The operating system that this process runs on.
	 * @return which it is
	 */
	public static OperatingSystem current() {
		return of(System.getProperty("os.name", ""),
				ClassUtils.isPresent(OSHI, OperatingSystem.class.getClassLoader()));
	}

	static OperatingSystem of(String name, boolean withOshi) {
		if (name.toLowerCase(Locale.ROOT).startsWith("linux")) {
			return LINUX;
		}
		return withOshi ? OTHER_WITH_OSHI : OTHER;
	}

}
