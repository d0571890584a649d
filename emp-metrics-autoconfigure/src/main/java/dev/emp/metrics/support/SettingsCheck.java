package dev.emp.metrics.support;

import org.apache.commons.logging.Log;

/**
 * Looks once, at the start, for settings that cannot mean what was written. Each bean of
 * this type is asked before the line at the start, where all properties are known.
 */
@FunctionalInterface
public interface SettingsCheck {

	/**
	 * Look at the settings.
	 * @param log takes one message for each mistake: the name under which it was set, and
	 * what to write instead; never a secret
	 */
	void check(Log log);

}
