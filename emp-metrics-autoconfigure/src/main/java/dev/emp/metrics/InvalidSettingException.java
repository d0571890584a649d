package dev.emp.metrics;

/**
 * A property or an annotation's attribute that cannot work. It stops the start.
 */
public final class InvalidSettingException extends RuntimeException {

	private final String remedy;

	/**
	 * Create an exception that a failure analyzer turns into a readable report.
	 * @param setting the property or attribute, and where it stands
	 * @param value the value as the user wrote it; never a secret
	 * @param reason what is wrong with the value, as a clause without a subject
	 * @param remedy what to write instead
	 */
	public InvalidSettingException(String setting, Object value, String reason, String remedy) {
		super("%s is '%s', which %s".formatted(setting, value, reason));
		this.remedy = remedy;
	}

	/**
	 * What the user can do.
	 * @return one or two sentences
	 */
	public String getRemedy() {
		return this.remedy;
	}

}
