package dev.emp.metrics;

import java.util.Set;

/**
 * Recognizes objects by the names of their classes, which may not be on the class path.
 */
public final class TypeNames {

	private TypeNames() {
	}

	/**
	 * Whether an object is of one of some classes.
	 * @param names the names of the classes
	 * @param object an object
	 * @return whether its class or a superclass has one of the names
	 */
	public static boolean isAny(Set<String> names, Object object) {
		for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
			if (names.contains(type.getName())) {
				return true;
			}
		}
		return false;
	}

}
